using System;
using System.Runtime.CompilerServices;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>The lines along one axis of a tensor that is seen as outer × n × inner, in parts for threads. Lines are numbered by their
/// place in outer × inner.</summary>
/// <param name="Lines">The number of lines.</param>
/// <param name="Length">The elements of a line.</param>
/// <param name="Inner">The elements from one element of a line to the next.</param>
readonly record struct LineParts(int Lines, int Length, int Inner)
{
    /// <summary>Elements that are worth a part of a parallel loop.</summary>
    const int PartElements = 1 << 14;

    /// <summary>Lines that lie side by side are given to parts in whole vectors.</summary>
    int Group => Inner > 1 ? 16 : 1;

    public int LinesOfPart => (Math.Max(1, PartElements / Math.Max(1, Length)) + Group - 1) / Group * Group;

    public int Count => (int)(((long)Lines + LinesOfPart - 1) / LinesOfPart);

    /// <summary>The runs of neighbouring lines of a part: where they begin in the tensor and in outer × inner, and their number.</summary>
    public LineRuns Runs(int part) => new(this, part * LinesOfPart, (int)Math.Min(Lines, ((long)part + 1) * LinesOfPart));
}

/// <summary>Steps through the runs of lines that lie side by side.</summary>
ref struct LineRuns(LineParts lines, int line, int end)
{
    int next = line;

    /// <summary>The first line of the run.</summary>
    public int Line { get; private set; }

    public int Count { get; private set; }

    /// <summary>Where the run begins in a tensor whose lines have some number of elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly nint Start(int length) => ((nint)(Line / lines.Inner) * length * lines.Inner) + (Line % lines.Inner);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        if (next >= end)
            return false;
        Line = next;
        Count = Math.Min(end - next, lines.Inner - (next % lines.Inner));
        next += Count;
        return true;
    }
}
