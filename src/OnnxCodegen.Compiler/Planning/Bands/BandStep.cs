using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>A step as bands see it: its result is rows of images, each of which is computed from rows of the source that follow one another.
/// The accesses have strides along image, depth, row and pixel; but for the number of images all sizes are known.</summary>
/// <param name="Rows">Rows of the result of an image.</param>
/// <param name="Stride">Rows of the source from one row of the result to the next.</param>
/// <param name="Window">Rows of the source that a row of the result reads.</param>
/// <param name="Width">Elements from the first one of a row of the result to its end.</param>
/// <param name="IsDense">Whether all of them are written.</param>
/// <param name="Weights">Elements that every band reads again.</param>
internal sealed record BandStep(
    KernelCall Call, Dim Images, long Rows, long Stride, long Window, long Width, bool IsDense, long Weights, Access Source, Access Result,
    IReadOnlyList<Access> Operands)
{
    const int Image = 0;
    const int Row = 2;
    const int Pixel = 3;

    /// <summary>The step of a call; null where it cannot be done row by row.</summary>
    public static BandStep? Of(KernelCall call) => call switch
    {
        ConvolveCall { IsWinograd: false } c when IsMember(c.Weights.Buffer) => Of(
            c, c.Images, c.Output, c.Kernel, c.Strides, c.Dilations, c.Groups * c.Outputs, c.Groups * c.Outputs * c.Channels * Dim.Product(c.Kernel),
            c.Sizes, c.Source, c.Result, c.Operands),
        PoolCall c => Of(
            c, c.Images, c.Output, c.Kernel, c.Strides, c.Dilations, c.Channels, Dim.Zero, c.Sizes, c.Source, c.Result, c.Operands),
        _ => null,
    };

    /// <summary>The call on the rows of a band.</summary>
    /// <param name="rows">The number of rows.</param>
    public static KernelCall OnBand(KernelCall call, Dim rows, Access source, Access result, IReadOnlyList<Access> operands) => call switch
    {
        ConvolveCall c => c with
        {
            Images = Dim.One, Output = [c.Output[0], rows, c.Output[2]], Source = source, Result = result, Operands = operands,
        },
        PoolCall c => c with
        {
            Images = Dim.One, Output = [c.Output[0], rows, c.Output[2]], Source = source, Result = result, Operands = operands,
        },
        _ => throw new InvalidOperationException($"{call.GetType().Name} is not done in bands."),
    };

    /// <summary>Whether a member of the emitted class holds the buffer, which any of its methods can read.</summary>
    public static bool IsMember(Buffer buffer) => buffer.Storage is Storage.Weight or Storage.Literal or Storage.Prepared;

    /// <summary>From one image to the next.</summary>
    public static Dim ImageStride(Access access) => access.Strides[Image];

    /// <summary>From one row to the next.</summary>
    public static Dim RowStride(Access access) => access.Strides[Row];

    /// <summary>From one pixel to the next.</summary>
    public static Dim PixelStride(Access access) => access.Strides[Pixel];

    /// <summary>The accesses to memory of the call, which are handed to the loop: the source of the first step and operands of all.</summary>
    public IEnumerable<Access> OuterOperands => Operands.Where(operand => !IsMember(operand.Buffer));

    static BandStep? Of(
        KernelCall call, Dim images, IReadOnlyList<Dim> output, IReadOnlyList<Dim> kernel, IReadOnlyList<Dim> strides, IReadOnlyList<Dim> dilations,
        Dim columns, Dim weights, IReadOnlyList<Dim> sizes, Access source, Access result, IReadOnlyList<Access> operands)
    {
        Dim[] lengths = output.Concat(kernel).Concat(strides).Concat(dilations).Append(columns).Append(weights)
            .Concat(operands.Append(source).Append(result).SelectMany(access => access.Strides.Append(access.Offset))).ToArray();
        if (sizes.Count > 0 || !lengths.All(length => length.IsConstant) || output[0] != Dim.One || kernel[0] != Dim.One
            || operands.Any(operand => IsMember(operand.Buffer) && (ImageStride(operand) != Dim.Zero || RowStride(operand) != Dim.Zero)))
        {
            return null;
        }
        return new BandStep(
            call, images, output[1].Value, strides[1].Value, ((kernel[1].Value - 1) * dilations[1].Value) + 1,
            ((output[2].Value - 1) * PixelStride(result).Value) + columns.Value, output[2] == Dim.One || PixelStride(result) == columns, weights.Value,
            source, result, operands);
    }
}
