using System;
using System.Globalization;

namespace OnnxCodegen;

/// <summary>Four bits, the lower ones of a byte: sign, two of exponent, one of fraction. The values are 0, 0.5, 1, 1.5, 2, 3, 4, 6 and their negatives (OCP microscaling formats, FP4); NaN becomes −0.</summary>
public readonly struct Float4E2M1 : IEquatable<Float4E2M1>, IComparable<Float4E2M1>, IFormattable
{
    static readonly FloatFormat Format = new(2, 1, 1, 7, null, 8, isFinite: true);

    readonly byte bits;

    Float4E2M1(byte bits) => this.bits = bits;

    /// <summary>The value as a float, exactly.</summary>
    public static explicit operator float(Float4E2M1 value) => Format.Decode(value.bits);

    /// <summary>The nearest value, ties to even; beyond 6 comes 6.</summary>
    public static explicit operator Float4E2M1(float value) => FromDouble(value, saturate: false);

    /// <summary>Equality of numbers: the zeros equal each other.</summary>
    public static bool operator ==(Float4E2M1 left, Float4E2M1 right) => (float)left == (float)right;

    /// <summary>The opposite of equality.</summary>
    public static bool operator !=(Float4E2M1 left, Float4E2M1 right) => (float)left != (float)right;

    /// <summary>Less.</summary>
    public static bool operator <(Float4E2M1 left, Float4E2M1 right) => (float)left < (float)right;

    /// <summary>Greater.</summary>
    public static bool operator >(Float4E2M1 left, Float4E2M1 right) => (float)left > (float)right;

    /// <summary>Less or equal.</summary>
    public static bool operator <=(Float4E2M1 left, Float4E2M1 right) => (float)left <= (float)right;

    /// <summary>Greater or equal.</summary>
    public static bool operator >=(Float4E2M1 left, Float4E2M1 right) => (float)left >= (float)right;

    /// <summary>The nearest value, ties to even.</summary>
    /// <param name="value">A number.</param>
    /// <param name="saturate">Has no effect: the type has neither infinity nor NaN.</param>
    public static Float4E2M1 FromSingle(float value, bool saturate) => FromDouble(value, saturate);

    /// <summary>The nearest value, ties to even.</summary>
    /// <param name="value">A number.</param>
    /// <param name="saturate">Has no effect: the type has neither infinity nor NaN.</param>
    public static Float4E2M1 FromDouble(double value, bool saturate) => new(Format.Encode(value, saturate));

    /// <summary>The value that a code stands for; the upper four bits are not read.</summary>
    public static Float4E2M1 FromBits(byte bits) => new((byte)(bits & 0xF));

    /// <summary>The code of the value.</summary>
    public byte ToBits() => bits;

    /// <inheritdoc/>
    public bool Equals(Float4E2M1 other) => ((float)this).Equals((float)other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Float4E2M1 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ((float)this).GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(Float4E2M1 other) => ((float)this).CompareTo((float)other);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ((float)this).ToString(format, formatProvider);

    /// <inheritdoc/>
    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);
}
