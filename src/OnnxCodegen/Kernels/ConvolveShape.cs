using System.Numerics;

namespace OnnxCodegen.Kernels;

/// <summary>The extents and strides of a convolution of images whose channels lie side by side. Strides count elements. Padding is part
/// of the source: output (d, h, w) reads source pixels (d·stride + i·dilation, …) for every tap i.</summary>
public readonly unsafe record struct ConvolveShape()
{
    /// <summary>The number of images.</summary>
    public nint Images { get; init; } = 1;

    /// <summary>Output planes of an image.</summary>
    public nint OutputDepth { get; init; } = 1;

    /// <summary>Output rows of a plane.</summary>
    public nint OutputHeight { get; init; } = 1;

    /// <summary>Output pixels of a row.</summary>
    public nint OutputWidth { get; init; } = 1;

    /// <summary>Groups of channels that are convolved apart.</summary>
    public nint Groups { get; init; } = 1;

    /// <summary>Source channels of a group.</summary>
    public nint Channels { get; init; } = 1;

    /// <summary>Output channels of a group.</summary>
    public nint Outputs { get; init; } = 1;

    /// <summary>Planes of the kernel.</summary>
    public nint KernelDepth { get; init; } = 1;

    /// <summary>Rows of the kernel.</summary>
    public nint KernelHeight { get; init; } = 1;

    /// <summary>Columns of the kernel.</summary>
    public nint KernelWidth { get; init; } = 1;

    /// <summary>Source planes from one output plane to the next.</summary>
    public nint StrideDepth { get; init; } = 1;

    /// <summary>Source rows from one output row to the next.</summary>
    public nint StrideHeight { get; init; } = 1;

    /// <summary>Source pixels from one output pixel to the next.</summary>
    public nint StrideWidth { get; init; } = 1;

    /// <summary>Source planes from one tap to the next.</summary>
    public nint DilationDepth { get; init; } = 1;

    /// <summary>Source rows from one tap to the next.</summary>
    public nint DilationHeight { get; init; } = 1;

    /// <summary>Source pixels from one tap to the next.</summary>
    public nint DilationWidth { get; init; } = 1;

    /// <summary>From one source image to the next.</summary>
    public nint XImage { get; init; }

    /// <summary>From one source plane to the next.</summary>
    public nint XDepth { get; init; }

    /// <summary>From one source row to the next.</summary>
    public nint XRow { get; init; }

    /// <summary>From one source pixel to the next.</summary>
    public nint XPixel { get; init; }

    /// <summary>From one output image to the next.</summary>
    public nint YImage { get; init; }

    /// <summary>From one output plane to the next.</summary>
    public nint YDepth { get; init; }

    /// <summary>From one output row to the next.</summary>
    public nint YRow { get; init; }

    /// <summary>From one output pixel to the next.</summary>
    public nint YPixel { get; init; }

    /// <summary>As many taps have their offsets on the stack.</summary>
    internal const int TapsOnStack = 512;

    /// <summary>The taps of the kernel.</summary>
    internal nint Taps => KernelDepth * KernelHeight * KernelWidth;

    /// <summary>The elements of the result.</summary>
    internal nint Results => Images * OutputDepth * OutputHeight * OutputWidth * Groups * Outputs;

    /// <summary>The multiplications of the whole convolution.</summary>
    internal nint Work => Results * Channels * Taps;

    /// <summary>Elements from the first element of a window to that of each tap.</summary>
    /// <param name="offsets">Room for <see cref="Taps"/> numbers.</param>
    internal void FillTapOffsets(nint* offsets)
    {
        for (nint d = 0; d < KernelDepth; d++)
            for (nint h = 0; h < KernelHeight; h++)
                for (nint w = 0; w < KernelWidth; w++)
                    *offsets++ = (d * DilationDepth * XDepth) + (h * DilationHeight * XRow) + (w * DilationWidth * XPixel);
    }

    internal bool HasOneOutput => Groups == 1 && Outputs == 1;

    internal bool HasFewOutputs => AreFewOutputs(Groups, Outputs, Channels);

    internal bool IsDepthwise => Channels == 1 && Outputs == 1 && Groups > 1;

    /// <summary>Outputs that would leave most of a vector empty, of channels that fill vectors.</summary>
    internal static bool AreFewOutputs(nint groups, nint outputs, nint channels) =>
        groups == 1 && outputs is >= 2 and <= 4 && channels > 0 && channels % Vector<float>.Count == 0;
}
