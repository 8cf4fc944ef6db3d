using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OnnxCodegen.Simd;

/// <summary>Where the operands of an <see cref="IMap"/> stand: up to eight rows of floats and their strides.</summary>
/// <remarks>The memory must stay pinned while this value is used; indices are not checked.</remarks>
public unsafe struct Operands
{
    /// <summary>The largest number of operands.</summary>
    public const int Capacity = 8;

    const int EpilogueOperands = 3;

    // In this order, which EpilogueToMove relies on.
    Lanes rows;
    Lanes strides;

    /// <summary>Sets operand <paramref name="k"/>: its current row and the elements from one row to the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int k, float* row, nint rowStride)
    {
        rows[k] = (long)row;
        strides[k] = rowStride * sizeof(float);
    }

    /// <summary>Moves every operand by one row.</summary>
    /// <remarks>By single numbers: a wide vector on the stack may cross a line of the cache, and reading it back at once is slow then.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance()
    {
        ref long row = ref Unsafe.As<Lanes, long>(ref rows);
        ref long stride = ref Unsafe.As<Lanes, long>(ref strides);
        row += stride;
        Unsafe.Add(ref row, 1) += Unsafe.Add(ref stride, 1);
        Unsafe.Add(ref row, 2) += Unsafe.Add(ref stride, 2);
        Unsafe.Add(ref row, 3) += Unsafe.Add(ref stride, 3);
        Unsafe.Add(ref row, 4) += Unsafe.Add(ref stride, 4);
        Unsafe.Add(ref row, 5) += Unsafe.Add(ref stride, 5);
        Unsafe.Add(ref row, 6) += Unsafe.Add(ref stride, 6);
        Unsafe.Add(ref row, 7) += Unsafe.Add(ref stride, 7);
    }

    /// <summary>Operands that <see cref="AdvanceIf"/> may move: a copy if it will, else themselves.</summary>
    /// <remarks>A copy waits for what was stored just before, so that it would be most of a short row's time.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ref Operands ToMove(in Operands operands, Operands* copy, bool moves)
    {
        if (!moves)
            return ref Unsafe.AsRef(in operands);
        *copy = operands;
        return ref *copy;
    }

    /// <summary>The operands of an epilogue, copied by single numbers where they are moved.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ref Operands EpilogueToMove(in Operands operands, Operands* copy, bool moves)
    {
        if (!moves)
            return ref Unsafe.AsRef(in operands);
        // Without indices, which would be calls in a tile whose sums fill the registers.
        long* from = (long*)Unsafe.AsPointer(ref Unsafe.AsRef(in operands)), to = (long*)copy;
        to[0] = from[0];
        to[1] = from[1];
        to[2] = from[2];
        to[Capacity] = from[Capacity];
        to[Capacity + 1] = from[Capacity + 1];
        to[Capacity + 2] = from[Capacity + 2];
        return ref *copy;
    }

    /// <summary>Moves every operand by one row on a condition.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void AdvanceIf(bool moves)
    {
        if (moves)
            Advance();
    }

    /// <summary>Moves every operand by <paramref name="count"/> rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(nint count)
    {
        for (int k = 0; k < Capacity; k++)
            rows[k] += strides[k] * count;
    }

    /// <summary>Whether the operands differ from row to row.</summary>
    internal readonly bool Move
    {
        get
        {
            long any = 0;
            for (int k = 0; k < Capacity; k++)
                any |= strides[k];
            return any != 0;
        }
    }

    /// <summary>Whether the operands that an epilogue can have differ from row to row.</summary>
    internal readonly bool EpilogueMoves
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (strides[0] | strides[1] | strides[2]) != 0;
    }

    /// <summary>Moves the operands of an epilogue by one row where they differ from row to row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ref Operands NextRow<TEpilogue>(ref Operands p, bool moves)
    {
        if (typeof(TEpilogue) != typeof(Identity) && moves)
        {
            ref long row = ref Unsafe.As<Lanes, long>(ref p.rows);
            ref long stride = ref Unsafe.As<Lanes, long>(ref p.strides);
            row += stride;
            Unsafe.Add(ref row, 1) += Unsafe.Add(ref stride, 1);
            Unsafe.Add(ref row, 2) += Unsafe.Add(ref stride, 2);
        }
        return ref p;
    }

    /// <summary>Moves the operands of an epilogue by <paramref name="count"/> rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void AdvanceEpilogue(nint count)
    {
        rows[0] += strides[0] * count;
        rows[1] += strides[1] * count;
        rows[2] += strides[2] * count;
    }

    /// <summary>Moves every operand to where it stands in <paramref name="other"/>; the strides stay.</summary>
    /// <remarks>By single numbers, as in <see cref="Advance()"/>.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void MoveTo(in Operands other)
    {
        for (int k = 0; k < Capacity; k++)
            rows[k] = other.rows[k];
    }

    /// <summary>Elements from one row of operand <paramref name="k"/> to the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly nint Stride(int k) => (nint)Unsafe.Add(ref Unsafe.As<Lanes, long>(ref Unsafe.AsRef(in strides)), k) / sizeof(float);

    /// <summary>Fetches columns of the next rows of the operands that differ from row to row.</summary>
    internal readonly void Prefetch(int count, nint first, int columns)
    {
        const int LineFloats = 16;
        for (int k = 0; k < EpilogueOperands; k++)
        {
            if (strides[k] < columns * sizeof(float))
                continue;
            byte* row = (byte*)(rows[k] + (first * sizeof(float)));
            for (int i = 0; i < count; i++, row += strides[k])
                for (int column = 0; column < columns; column += LineFloats)
                    Sse.Prefetch0(row + (column * sizeof(float)));
        }
    }

    /// <summary>The current row of operand <paramref name="k"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float* Row(int k) => (float*)Unsafe.Add(ref Unsafe.As<Lanes, long>(ref Unsafe.AsRef(in rows)), k);

    /// <summary>Element <paramref name="i"/> of the row of operand <paramref name="k"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float Dense(int k, long i) => Row(k)[i];

    /// <summary>Elements i … i+3 of the row of operand <paramref name="k"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector128<float> Dense128(int k, long i) => *(Vector128<float>*)(Row(k) + i);

    /// <summary>Elements i … i+7 of the row of operand <paramref name="k"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector256<float> Dense256(int k, long i) => *(Vector256<float>*)(Row(k) + i);

    /// <summary>Elements i … i+15 of the row of operand <paramref name="k"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector512<float> Dense512(int k, long i) => *(Vector512<float>*)(Row(k) + i);

    /// <summary>The first element of the row of operand <paramref name="k"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float Splat(int k) => *Row(k);

    /// <summary>The first element of the row of operand <paramref name="k"/> in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector128<float> Splat128(int k) => Vector128.Create(*Row(k));

    /// <summary>The first element of the row of operand <paramref name="k"/> in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector256<float> Splat256(int k) => Vector256.Create(*Row(k));

    /// <summary>The first element of the row of operand <paramref name="k"/> in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector512<float> Splat512(int k) => Vector512.Create(*Row(k));

    [InlineArray(Capacity)]
    struct Lanes
    {
        long first;
    }
}
