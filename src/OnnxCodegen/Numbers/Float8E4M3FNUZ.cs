using System;
using System.Globalization;

namespace OnnxCodegen;

/// <summary>Eight bits: sign, four of exponent, three of fraction; finite up to 240, one NaN, no infinity and no negative zero (https://arxiv.org/abs/2206.02915).</summary>
public readonly struct Float8E4M3FNUZ : IEquatable<Float8E4M3FNUZ>, IComparable<Float8E4M3FNUZ>, IFormattable
{
    static readonly FloatFormat Format = new(4, 3, 8, 0x7F, null, 0x80, hasNegativeZero: false);

    readonly byte bits;

    Float8E4M3FNUZ(byte bits) => this.bits = bits;

    /// <summary>The value as a float, exactly.</summary>
    public static explicit operator float(Float8E4M3FNUZ value) => Format.Decode(value.bits);

    /// <summary>The nearest value, ties to even; beyond 240 comes NaN.</summary>
    public static explicit operator Float8E4M3FNUZ(float value) => FromDouble(value, saturate: false);

    /// <summary>Equality of numbers: NaN equals nothing.</summary>
    public static bool operator ==(Float8E4M3FNUZ left, Float8E4M3FNUZ right) => (float)left == (float)right;

    /// <summary>The opposite of equality.</summary>
    public static bool operator !=(Float8E4M3FNUZ left, Float8E4M3FNUZ right) => (float)left != (float)right;

    /// <summary>Less.</summary>
    public static bool operator <(Float8E4M3FNUZ left, Float8E4M3FNUZ right) => (float)left < (float)right;

    /// <summary>Greater.</summary>
    public static bool operator >(Float8E4M3FNUZ left, Float8E4M3FNUZ right) => (float)left > (float)right;

    /// <summary>Less or equal.</summary>
    public static bool operator <=(Float8E4M3FNUZ left, Float8E4M3FNUZ right) => (float)left <= (float)right;

    /// <summary>Greater or equal.</summary>
    public static bool operator >=(Float8E4M3FNUZ left, Float8E4M3FNUZ right) => (float)left >= (float)right;

    /// <summary>The nearest value, ties to even.</summary>
    /// <param name="value">A number.</param>
    /// <param name="saturate">Whether what is too large, or infinite, becomes 240 and not NaN.</param>
    public static Float8E4M3FNUZ FromSingle(float value, bool saturate) => FromDouble(value, saturate);

    /// <summary>The nearest value, ties to even.</summary>
    /// <param name="value">A number.</param>
    /// <param name="saturate">Whether what is too large, or infinite, becomes 240 and not NaN.</param>
    public static Float8E4M3FNUZ FromDouble(double value, bool saturate) => new(Format.Encode(value, saturate));

    /// <summary>The value that a code stands for.</summary>
    public static Float8E4M3FNUZ FromBits(byte bits) => new(bits);

    /// <summary>The code of the value.</summary>
    public byte ToBits() => bits;

    /// <inheritdoc/>
    public bool Equals(Float8E4M3FNUZ other) => ((float)this).Equals((float)other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Float8E4M3FNUZ other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ((float)this).GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(Float8E4M3FNUZ other) => ((float)this).CompareTo((float)other);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ((float)this).ToString(format, formatProvider);

    /// <inheritdoc/>
    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);
}
