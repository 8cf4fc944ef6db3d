using System;

namespace OnnxCodegen.Kernels;

/// <summary>The rows that a step computes now, and the memory that it reads: a window that moves down the image with the bands.</summary>
unsafe struct BandRange
{
    BandStep step;

    /// <summary>The first row that is computed now, and the end.</summary>
    public nint Start, End;

    /// <summary>The rows that the step before computes, and the rows of the memory.</summary>
    nint sourceRows, capacity;

    /// <summary>The row of the bordered source that lies first in the memory; what the step reads begins there.</summary>
    nint first;

    /// <summary>Null for the first step.</summary>
    public float* Memory { get; private set; }

    public readonly nint Count => End - Start;

    public readonly nint Elements => capacity * step.Length;

    /// <summary>Begins a piece of an image whose rows begin at <paramref name="start"/>.</summary>
    /// <param name="sourceRows">The rows that the step before computes in an image.</param>
    /// <param name="capacity">The rows that the memory holds.</param>
    /// <returns>The first row that the step before computes.</returns>
    public nint Begin(in BandStep step, nint start, nint sourceRows, nint capacity, float* memory)
    {
        this.step = step;
        this.sourceRows = sourceRows;
        this.capacity = capacity;
        Memory = memory;
        Start = start;
        first = start * step.Stride;
        FillSides();
        FillRows(0, step.Above - first);
        return Math.Clamp(first - step.Above, 0, sourceRows);
    }

    /// <summary>Where the step before writes a row.</summary>
    public readonly Span<float> From(nint row)
    {
        nint start = ((row + step.Above - first) * step.Length) + step.Left;
        return start >= Elements ? default : new(Memory + start, (int)(Elements - start));
    }

    /// <summary>The end of the rows that the step before has to compute for this step's.</summary>
    public readonly nint SourceEnd => Math.Clamp(first + step.Reads(Count) - step.Above, 0, sourceRows);

    /// <summary>Writes the border below the last row, as far as it is read now.</summary>
    public readonly void FillBelow() => FillRows(Math.Max(0, step.Above + sourceRows - first), step.Reads(Count));

    /// <summary>Turns to the rows from <paramref name="start"/> on, and keeps what they read of what was computed.</summary>
    /// <param name="computed">The end of the rows that the step before has computed.</param>
    /// <returns>The first row that the step before computes next.</returns>
    public nint Advance(nint start, nint computed)
    {
        nint next = start * step.Stride;
        nint kept = computed + step.Above - next;
        if (kept > 0 && next > first)
            Buffer.MemoryCopy(Memory + ((next - first) * step.Length), Memory, Elements * sizeof(float), kept * step.Length * sizeof(float));
        first = next;
        Start = start;
        return Math.Max(computed, Math.Min(next - step.Above, sourceRows));
    }

    readonly void FillRows(nint start, nint end)
    {
        if (end > start)
            new Span<float>(Memory + (start * step.Length), (int)((end - start) * step.Length)).Fill(step.Border);
    }

    readonly void FillSides()
    {
        nint right = step.Left + step.Width;
        for (nint row = 0; row < capacity && step.Width < step.Length; row++)
        {
            float* line = Memory + (row * step.Length);
            new Span<float>(line, (int)step.Left).Fill(step.Border);
            new Span<float>(line + right, (int)(step.Length - right)).Fill(step.Border);
        }
    }
}
