using System;
using System.Globalization;
using System.Numerics;

namespace OnnxCodegen;

/// <summary>A complex number of two floats, the real part first. Arithmetic is that of <see cref="Complex"/>, to which it converts.</summary>
/// <param name="Real">The real part.</param>
/// <param name="Imaginary">The imaginary part.</param>
public readonly record struct Complex64(float Real, float Imaginary) : IFormattable
{
    /// <summary>The number in double precision, exactly.</summary>
    public static implicit operator Complex(Complex64 value) => new(value.Real, value.Imaginary);

    /// <summary>The number with both parts rounded to float.</summary>
    public static explicit operator Complex64(Complex value) => new((float)value.Real, (float)value.Imaginary);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ((Complex)this).ToString(format, formatProvider);

    /// <inheritdoc/>
    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);
}
