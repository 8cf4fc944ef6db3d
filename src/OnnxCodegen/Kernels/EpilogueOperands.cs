using System.Runtime.CompilerServices;
using OnnxCodegen.Simd;

namespace OnnxCodegen.Kernels;

/// <summary>The operands of an epilogue over a whole result: three outer axes, rows, columns.</summary>
unsafe struct EpilogueOperands
{
    OuterOperand p0, p1, p2;

    public EpilogueOperands(in Operand p0, float* data0, in Operand p1, float* data1, in Operand p2, float* data2)
    {
        this.p0 = new(p0, data0);
        this.p1 = new(p1, data1);
        this.p2 = new(p2, data2);
    }

    /// <summary>Whether the operands differ from place to place.</summary>
    public readonly bool Move => p0.Moves || p1.Moves || p2.Moves;

    /// <summary>The operands at a row of the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Operands At(nint outer0, nint outer1, nint outer2, nint row)
    {
        At(outer0, outer1, outer2, row, out Operands operands);
        return operands;
    }

    /// <summary>Puts the operands at a row of the result where they are used: a copy would wait for what was stored just before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void At(nint outer0, nint outer1, nint outer2, nint row, out Operands operands)
    {
        Unsafe.SkipInit(out operands);
        operands.Set(0, p0.At(outer0, outer1, outer2, row), p0.Row);
        operands.Set(1, p1.At(outer0, outer1, outer2, row), p1.Row);
        operands.Set(2, p2.At(outer0, outer1, outer2, row), p2.Row);
    }

    /// <summary>Whether rows of the third outer axis, each of <paramref name="width"/> rows, follow one another without a gap.</summary>
    public readonly bool RowsContinue(nint width) => p0.RowsContinue(width) && p1.RowsContinue(width) && p2.RowsContinue(width);

    /// <summary>Moves every operand by <paramref name="columns"/> columns.</summary>
    public void Skip(nint columns)
    {
        p0.Data += columns;
        p1.Data += columns;
        p2.Data += columns;
    }

    struct OuterOperand(Operand operand, float* data)
    {
        public float* Data = data;
        public readonly nint Row = operand.RowStride;
        readonly nint outer0 = operand.Outer0, outer1 = operand.Outer1, outer2 = operand.Outer2;

        public readonly bool Moves => (Row | outer0 | outer1 | outer2) != 0;

        public readonly bool RowsContinue(nint width) => outer2 == Row * width;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly float* At(nint i0, nint i1, nint i2, nint row) =>
            Data + (i0 * outer0) + (i1 * outer1) + (i2 * outer2) + (row * Row);
    }
}
