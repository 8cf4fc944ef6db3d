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
    public void Set(int k, float* data, Operand operand) =>
        places[k] = new Place(data, operand.Outer0, operand.Outer1, operand.RowStride, operand.Outer2);

    /// <summary>Sets the result.</summary>
    public void SetResult(float* data, in RowShape shape) =>
        places[Capacity] = new Place(data, shape.YOuter0, shape.YOuter1, shape.YLine, shape.YRow);

    /// <summary>The operands at a line.</summary>
    /// <param name="statistics">The memory of the statistics.</param>
    /// <param name="room">Elements from one statistic to the next.</param>
    /// <param name="lines">The operands with their strides from line to line.</param>
    /// <param name="rows">The operands with their strides from row to row within the line.</param>
    public readonly void At(nint outer0, nint outer1, nint line, float* statistics, nint room, out Operands lines, out Operands rows)
    {
        lines = default;
        rows = default;
        for (int k = 0; k < Statistics; k++)
            lines.Set(k, statistics + (k * room), 0);
        for (int k = 0; k <= Capacity; k++)
        {
            Place place = places[k];
            float* data = place.Data + (outer0 * place.Outer0) + (outer1 * place.Outer1) + (line * place.Line);
            lines.Set(Statistics + k, data, place.Line);
            rows.Set(Statistics + k, data, place.Row);
        }
        rows.Move(lines);
    }

    readonly struct Place(float* data, nint outer0, nint outer1, nint line, nint row)
    {
        public readonly float* Data = data;
        public readonly nint Outer0 = outer0, Outer1 = outer1, Line = line, Row = row;
    }

    [InlineArray(Capacity + 1)]
    struct Places
    {
        Place first;
    }
}
