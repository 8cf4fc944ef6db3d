using System.Runtime.CompilerServices;
using OnnxCodegen.Simd;

namespace OnnxCodegen.Kernels;

/// <summary>Where the operands and the result of a row loop lie. Their slots come behind those of the statistics.</summary>
unsafe struct RowOperands
{
    public const int Statistics = 2;
    public const int Capacity = Operands.Capacity - Statistics - 1;
    public const int Result = Operands.Capacity - 1;

    Places places;

    /// <summary>Sets an operand: the rows of an <see cref="Operand"/> are lines here, its third outer axis holds the rows of a line.</summary>
    public void Set(int k, float* data, in Operand operand) =>
        places[k].Set(data, operand.Outer0, operand.Outer1, operand.RowStride, operand.Outer2);

    /// <summary>Sets the result.</summary>
    public void SetResult(float* data, in RowShape shape) =>
        places[Capacity].Set(data, shape.YOuter0, shape.YOuter1, shape.YLine, shape.YRow);

    /// <summary>The operands at a line.</summary>
    /// <param name="statistics">The memory of the statistics.</param>
    /// <param name="room">Elements from one statistic to the next.</param>
    /// <param name="lines">The operands with their strides from line to line.</param>
    /// <param name="rows">The operands with their strides from row to row within the line.</param>
    public readonly void At(nint outer0, nint outer1, nint line, float* statistics, nint room, out Operands lines, out Operands rows)
    {
        Unsafe.SkipInit(out lines);
        Unsafe.SkipInit(out rows);
        for (int k = 0; k < Statistics; k++)
        {
            lines.Set(k, statistics + (k * room), 0);
            rows.Set(k, statistics + (k * room), 0);
        }
        for (int k = 0; k <= Capacity; k++)
        {
            ref readonly Place place = ref places[k];
            float* data = place.Data + (outer0 * place.Outer0) + (outer1 * place.Outer1) + (line * place.Line);
            lines.Set(Statistics + k, data, place.Line);
            rows.Set(Statistics + k, data, place.Row);
        }
    }

    // Moved by single numbers: a wider load of what was just stored by numbers has to wait.
    struct Place
    {
        public float* Data;
        public nint Outer0, Outer1, Line, Row;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Set(float* data, nint outer0, nint outer1, nint line, nint row)
        {
            Data = data;
            Outer0 = outer0;
            Outer1 = outer1;
            Line = line;
            Row = row;
        }
    }

    [InlineArray(Capacity + 1)]
    struct Places
    {
        Place first;
    }
}
