using System;
using OnnxCodegen.Simd;

namespace OnnxCodegen.Kernels.Tests;

/// <summary>The elements and strides of an operand, which an <see cref="Operand"/> is made from where it is used.</summary>
internal sealed record Rows(float[] Data, int Row, int Outer0 = 0, int Outer1 = 0, int Outer2 = 0)
{
    /// <summary>Random elements for the given lengths of the axes; an axis may be left out, which repeats what it holds.</summary>
    public static Rows Random(Random random, int[] outer, int rows, int columns)
    {
        int length = columns;
        int[] strides = new int[4];
        int[] axes = [.. outer, rows];
        for (int axis = 3; axis >= 0; axis--)
        {
            if (random.Next(3) == 0)
                continue;
            strides[axis] = length;
            length *= Math.Max(axes[axis], 1);
        }
        return new Rows(Numbers.Random(length, random.Next()), strides[3], strides[0], strides[1], strides[2]);
    }

    public Operand Operand => new(Data, Row, Outer0, Outer1, Outer2);

    public float At(int i0, int i1, int i2, int row, int column) =>
        Data[(i0 * Outer0) + (i1 * Outer1) + (i2 * Outer2) + (row * Row) + column];
}
