using System;
using System.Globalization;

namespace OnnxCodegen;

/// <summary>Eight bits of exponent alone: the powers of two from 2⁻¹²⁷ to 2¹²⁷, and NaN (OCP microscaling formats, E8M0). It has no sign; that of a number is dropped.</summary>
public readonly struct Float8E8M0 : IEquatable<Float8E8M0>, IComparable<Float8E8M0>, IFormattable
{
    const int NaNBits = 0xFF;
    const int LargestBits = 0xFE;

    readonly byte bits;

    Float8E8M0(byte bits) => this.bits = bits;

    /// <summary>The value as a float, exactly.</summary>
    public static explicit operator float(Float8E8M0 value) => BitConverter.UInt32BitsToSingle(value.bits == 0 ? 0x400000u : value.bits == 0xFF ? 0x7FC00000u : (uint)value.bits << 23);

    /// <summary>The power of two that is not below the magnitude; beyond 2¹²⁷ comes NaN.</summary>
    public static explicit operator Float8E8M0(float value) => FromDouble(value, saturate: false);

    /// <summary>Equality of numbers: NaN equals nothing.</summary>
    public static bool operator ==(Float8E8M0 left, Float8E8M0 right) => (float)left == (float)right;

    /// <summary>The opposite of equality.</summary>
    public static bool operator !=(Float8E8M0 left, Float8E8M0 right) => (float)left != (float)right;

    /// <summary>Less.</summary>
    public static bool operator <(Float8E8M0 left, Float8E8M0 right) => (float)left < (float)right;

    /// <summary>Greater.</summary>
    public static bool operator >(Float8E8M0 left, Float8E8M0 right) => (float)left > (float)right;

    /// <summary>Less or equal.</summary>
    public static bool operator <=(Float8E8M0 left, Float8E8M0 right) => (float)left <= (float)right;

    /// <summary>Greater or equal.</summary>
    public static bool operator >=(Float8E8M0 left, Float8E8M0 right) => (float)left >= (float)right;

    /// <summary>The power of two that is not below the magnitude.</summary>
    /// <param name="value">A number.</param>
    /// <param name="saturate">Whether what is too large, or infinite, becomes 2¹²⁷ and not NaN.</param>
    public static Float8E8M0 FromSingle(float value, bool saturate) => FromDouble(value, saturate);

    /// <summary>The power of two that is not below the magnitude.</summary>
    /// <param name="value">A number.</param>
    /// <param name="saturate">Whether what is too large, or infinite, becomes 2¹²⁷ and not NaN.</param>
    public static Float8E8M0 FromDouble(double value, bool saturate)
    {
        double magnitude = Math.Abs(value);
        if (double.IsNaN(value) || (double.IsInfinity(value) && !saturate))
            return new(NaNBits);
        long carried = (BitConverter.DoubleToInt64Bits(magnitude) + 0xFFFFFFFFFFFFF) >> 52;
        return new((byte)Math.Clamp(carried - 1023 + 127, 0, saturate ? LargestBits : NaNBits));
    }

    /// <summary>The value that a code stands for.</summary>
    public static Float8E8M0 FromBits(byte bits) => new(bits);

    /// <summary>The code of the value.</summary>
    public byte ToBits() => bits;

    /// <inheritdoc/>
    public bool Equals(Float8E8M0 other) => ((float)this).Equals((float)other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Float8E8M0 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ((float)this).GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(Float8E8M0 other) => ((float)this).CompareTo((float)other);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ((float)this).ToString(format, formatProvider);

    /// <inheritdoc/>
    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);
}
