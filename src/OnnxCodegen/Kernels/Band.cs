using System;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>Does every step of a loop over bands of rows on its rows of one band.</summary>
public delegate void BandFunction(in Band band);

/// <summary>Rows of an image, for each step of a loop those that are computed now.</summary>
public readonly unsafe ref struct Band
{
    readonly BandRange* ranges;
    readonly BandOperand* operands;
    readonly nint image;
    readonly int last;

    internal Band(Workers workers, BandRange* ranges, int count, BandOperand* operands, nint image)
    {
        Workers = workers;
        this.ranges = ranges;
        this.operands = operands;
        this.image = image;
        last = count - 1;
    }

    /// <summary>Share the work on the band.</summary>
    public Workers Workers { get; }

    /// <summary>The number of rows that a step computes.</summary>
    /// <param name="step">The number of the step.</param>
    public int Rows(int step) => (int)ranges[step].Count;

    /// <summary>What the step before wrote, from the first row that this step reads.</summary>
    /// <param name="step">The number of the step, not of the first one.</param>
    public ReadOnlySpan<float> Source(int step) => new(ranges[step].Memory, (int)ranges[step].Elements);

    /// <summary>Where a step writes its rows: for the next one, or in the result of the loop.</summary>
    /// <param name="step">The number of the step.</param>
    public Span<float> Result(int step) => step == last ? operands[0].At(image, ranges[step].Start) : ranges[step + 1].From(ranges[step].Start);

    /// <summary>An operand of the loop at the first row that a step computes.</summary>
    /// <param name="operand">The number of the operand.</param>
    /// <param name="step">The number of the step.</param>
    public ReadOnlySpan<float> Operand(int operand, int step) => operands[operand + 1].At(image, ranges[step].Start);
}

/// <summary>Memory of a loop over bands with the strides by which the rows of images lie there.</summary>
readonly unsafe struct BandOperand(float* data, int length, nint image, nint row)
{
    /// <summary>From a row of an image on.</summary>
    public Span<float> At(nint i, nint first)
    {
        nint start = (i * image) + (first * row);
        return start >= length ? default : new(data + start, length - (int)start);
    }
}
