using System;
using System.Globalization;

namespace OnnxCodegen;

/// <summary>Eight bits: sign, five of exponent, two of fraction; finite up to 57344, infinities and NaN as in IEEE 754 (OCP 8-bit floating point, E5M2).</summary>
public readonly struct Float8E5M2 : IEquatable<Float8E5M2>, IComparable<Float8E5M2>, IFormattable
{
    static readonly FloatFormat Format = new(5, 2, 15, 0x7B, 0x7C, 0x7E);

    readonly byte bits;

    Float8E5M2(byte bits) => this.bits = bits;

    /// <summary>The value as a float, exactly.</summary>
    public static explicit operator float(Float8E5M2 value) => Format.Decode(value.bits);

    /// <summary>The nearest value, ties to even; beyond 57344 comes infinity.</summary>
    public static explicit operator Float8E5M2(float value) => FromDouble(value, saturate: false);

    /// <summary>Equality of numbers: NaN equals nothing.</summary>
    public static bool operator ==(Float8E5M2 left, Float8E5M2 right) => (float)left == (float)right;

    /// <summary>The opposite of equality.</summary>
    public static bool operator !=(Float8E5M2 left, Float8E5M2 right) => (float)left != (float)right;

    /// <summary>Less.</summary>
    public static bool operator <(Float8E5M2 left, Float8E5M2 right) => (float)left < (float)right;

    /// <summary>Greater.</summary>
    public static bool operator >(Float8E5M2 left, Float8E5M2 right) => (float)left > (float)right;

    /// <summary>Less or equal.</summary>
    public static bool operator <=(Float8E5M2 left, Float8E5M2 right) => (float)left <= (float)right;

    /// <summary>Greater or equal.</summary>
    public static bool operator >=(Float8E5M2 left, Float8E5M2 right) => (float)left >= (float)right;

    /// <summary>The nearest value, ties to even.</summary>
    /// <param name="value">A number.</param>
    /// <param name="saturate">Whether what is too large, or infinite, becomes 57344 and not infinity.</param>
    public static Float8E5M2 FromSingle(float value, bool saturate) => FromDouble(value, saturate);

    /// <summary>The nearest value, ties to even.</summary>
    /// <param name="value">A number.</param>
    /// <param name="saturate">Whether what is too large, or infinite, becomes 57344 and not infinity.</param>
    public static Float8E5M2 FromDouble(double value, bool saturate) => new(Format.Encode(value, saturate));

    /// <summary>The value that a code stands for.</summary>
    public static Float8E5M2 FromBits(byte bits) => new(bits);

    /// <summary>The code of the value.</summary>
    public byte ToBits() => bits;

    /// <inheritdoc/>
    public bool Equals(Float8E5M2 other) => ((float)this).Equals((float)other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Float8E5M2 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ((float)this).GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(Float8E5M2 other) => ((float)this).CompareTo((float)other);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ((float)this).ToString(format, formatProvider);

    /// <inheritdoc/>
    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);
}
