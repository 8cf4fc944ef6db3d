using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>Runs steps that follow one another on bands of rows of an image, so that each step finds in the cache what the step before it
/// wrote. What lies between two steps is never stored as a whole: each thread has a window of it.</summary>
public static unsafe class Bands
{
    /// <summary>Runs a function on every band of every image. Results are those of the steps on whole images.</summary>
    /// <param name="workers">Share images, or pieces of them, whose first rows are then computed by two threads.</param>
    /// <param name="images">The number of images.</param>
    /// <param name="rows">The most rows of the last step in a band.</param>
    /// <param name="steps">The steps, at least two.</param>
    /// <param name="function">Does the steps.</param>
    /// <param name="y">The result; it lies apart from the operands.</param>
    /// <param name="yImage">Elements of the result from one image to the next.</param>
    /// <param name="yRow">Elements of the result from one row to the next.</param>
    /// <param name="p0">The first operand: its first outer axis holds images, its rows are those of the step that reads it.</param>
    public static void Run(
        Workers workers, nint images, nint rows, ReadOnlySpan<BandStep> steps, BandFunction function, Span<float> y, nint yImage, nint yRow,
        Operand p0, Operand p1 = default, Operand p2 = default, Operand p3 = default)
    {
        fixed (BandStep* first = steps)
        fixed (float* result = y, d0 = p0.Data, d1 = p1.Data, d2 = p2.Data, d3 = p3.Data)
        {
            BandOperand* operands = stackalloc[]
            {
                new BandOperand(result, y.Length, yImage, yRow),
                Of(p0, d0), Of(p1, d1), Of(p2, d2), Of(p3, d3),
            };
            BandBody body = new(workers, images, rows, first, steps.Length, function, operands);
            body.Run(workers);
        }
    }

    static BandOperand Of(Operand operand, float* data) => new(data, operand.Data.Length, operand.Outer0, operand.RowStride);
}

/// <summary>Images, or pieces of them, as parts of a parallel loop.</summary>
unsafe struct BandBody : IParallelBody
{
    /// <summary>Rows of the first step that threads compute twice, as a part of all.</summary>
    const double MostRepeated = 0.25;

    readonly BandStep* steps;
    readonly int count;
    readonly BandFunction function;
    readonly BandOperand* operands;
    readonly nint images;
    readonly int pieces;
    readonly nint rowsOfBand;
    readonly Workers inner;

    public BandBody(Workers workers, nint images, nint rows, BandStep* steps, int count, BandFunction function, BandOperand* operands)
    {
        this.steps = steps;
        this.count = count;
        this.function = function;
        this.operands = operands;
        this.images = images;
        bool sharesImages = images % workers.ThreadCount == 0;
        pieces = sharesImages ? 1 : workers.ThreadCount;
        bool isWhole = !sharesImages && Repeated(pieces) > MostRepeated;
        if (isWhole)
            pieces = 1;
        inner = isWhole ? workers : Workers.Inline;
        rowsOfBand = isWhole ? Rows : rows;
    }

    /// <summary>Rows of the last step.</summary>
    readonly nint Rows => steps[count - 1].Rows;

    /// <summary>Where threads are so many that pieces are small, all of them work on each step of a whole image.</summary>
    public void Run(Workers workers)
    {
        if (Rows == 0)
            return;
        (ReferenceEquals(inner, workers) ? Workers.Inline : workers).For(ref this, (int)(images * pieces));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Invoke(int part)
    {
        (int image, int piece) = Math.DivRem(part, pieces);
        nint start = Rows * piece / pieces, end = Rows * (piece + 1) / pieces;
        if (start == end)
            return;
        nint bands = (end - start + rowsOfBand - 1) / rowsOfBand;
        BandRange* ranges = stackalloc BandRange[count];
        Begin(ranges, start, (end - start + bands - 1) / bands);
        Band band = new(inner, ranges, count, operands, image);
        for (nint i = 1; i <= bands; i++)
        {
            ranges[count - 1].End = start + ((end - start) * i / bands);
            for (int step = count - 1; step > 0; step--)
            {
                ranges[step - 1].End = Math.Max(ranges[step - 1].Start, ranges[step].SourceEnd);
                ranges[step].FillBelow();
            }
            function(band);
            nint next = ranges[count - 1].End;
            for (int step = count - 1; step > 0; step--)
                next = ranges[step].Advance(next, ranges[step - 1].End);
            ranges[0].Start = next;
        }
    }

    /// <summary>Gives every step but the first its memory.</summary>
    /// <param name="start">The first row of the last step.</param>
    /// <param name="rows">The most rows that the last step computes at once.</param>
    readonly void Begin(BandRange* ranges, nint start, nint rows)
    {
        nint elements = 0, rowsOfStep = rows;
        for (int step = count - 1; step > 0; step--)
        {
            rowsOfStep = steps[step].Reads(rowsOfStep);
            elements += Aligned(rowsOfStep * steps[step].Length);
        }
        float* memory = Scratch.BandFloats(elements);
        for (int step = count - 1; step > 0; step--)
        {
            rows = steps[step].Reads(rows);
            start = ranges[step].Begin(steps[step], start, steps[step - 1].Rows, rows, memory);
            memory += Aligned(rows * steps[step].Length);
        }
        ranges[0] = new BandRange { Start = start };
    }

    static nint Aligned(nint elements) => (elements + 15) & -16;

    /// <summary>Rows of the first step that are computed for more than one piece, as a part of all.</summary>
    readonly double Repeated(int pieces)
    {
        nint whole = FirstRows(Rows);
        return whole == 0 ? 0 : ((double)FirstRows((Rows + pieces - 1) / pieces) * pieces / whole) - 1;
    }

    /// <summary>Rows of the first step that some rows of the last one need.</summary>
    readonly nint FirstRows(nint rows)
    {
        for (int step = count - 1; step > 0; step--)
            rows = Math.Min(steps[step].Reads(rows), steps[step - 1].Rows);
        return rows;
    }
}
