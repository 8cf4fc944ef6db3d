using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace OnnxCodegen.Kernels;

/// <summary>Keeps the boxes with the best scores that do not overlap others.</summary>
public static unsafe class BoxSelection
{
    /// <summary>For each class of each batch, in the order of their scores (equal ones in the order of the boxes), the boxes that overlap no box
    /// kept before by more than a ratio.</summary>
    /// <param name="boxes">[batch, box, 4]: two opposite corners as y, x, y, x, or the centre x, y and the width and height.</param>
    /// <param name="scores">[batch, class, box].</param>
    /// <param name="overlap">One number: the largest area of the intersection divided by that of the union.</param>
    /// <param name="least">One number: the score that a kept box exceeds.</param>
    /// <param name="kept">Batch, class and box of the kept ones; the rest becomes 0.</param>
    /// <param name="count">The number of boxes that are kept.</param>
    /// <param name="batches">The number of batches.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="length">The number of boxes of a batch.</param>
    /// <param name="most">The number of boxes of a class that are kept at most.</param>
    /// <param name="areCentred">Whether boxes are given by their centres.</param>
    public static void Run(
        ReadOnlySpan<float> boxes, ReadOnlySpan<float> scores, ReadOnlySpan<float> overlap, ReadOnlySpan<float> least, Span<long> kept,
        Span<long> count, int batches, int classes, int length, int most, bool areCentred)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)batches * length * 4, boxes.Length, nameof(boxes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)batches * classes * length, scores.Length, nameof(scores));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)batches * classes * most * 3, kept.Length, nameof(kept));
        int rows = 0;
        // Candidates as numbers of 64 bits, then the four corners and the area of the boxes that are kept.
        float* memory = Scratch.Floats(((nint)length * 2) + ((nint)most * 5));
        var order = new Span<ulong>(memory, length);
        var chosen = new ChosenBoxes(memory + (length * 2), most, overlap[0]);
        for (int batch = 0; batch < batches; batch++)
        {
            ReadOnlySpan<float> corners = boxes.Slice(batch * length * 4, length * 4);
            for (int c = 0; c < classes; c++)
            {
                int candidates = Rank(scores.Slice(((batch * classes) + c) * length, length), least[0], order);
                chosen.Clear();
                for (int i = 0; i < candidates && chosen.Count < most; i++)
                {
                    int box = (int)(uint)order[i];
                    if (!chosen.TryAdd(corners.Slice(box * 4, 4), areCentred))
                        continue;
                    (kept[rows * 3], kept[(rows * 3) + 1], kept[(rows * 3) + 2]) = (batch, c, box);
                    rows++;
                }
            }
        }
        kept[(rows * 3)..].Clear();
        count[0] = rows;
    }

    /// <summary>The boxes above the score, best first: the score, made to an integer that falls as it rises, and the box below it.</summary>
    static int Rank(ReadOnlySpan<float> scores, float least, Span<ulong> order)
    {
        int count = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            if (!(scores[i] > least))
                continue;
            // Adding zero makes −0 equal to 0.
            int bits = BitConverter.SingleToInt32Bits(scores[i] + 0f);
            uint rising = (uint)(bits < 0 ? ~bits : bits | int.MinValue);
            order[count++] = ((ulong)~rising << 32) | (uint)i;
        }
        order[..count].Sort();
        return count;
    }
}

/// <summary>The boxes that are kept so far, coordinate by coordinate.</summary>
unsafe ref struct ChosenBoxes(float* memory, int capacity, float overlap)
{
    readonly float* left = memory, top = memory + capacity, right = memory + (2 * capacity), bottom = memory + (3 * capacity), area = memory + (4 * capacity);

    public int Count { get; private set; }

    public void Clear() => Count = 0;

    /// <summary>Adds a box that overlaps none by more than the ratio.</summary>
    public bool TryAdd(ReadOnlySpan<float> box, bool isCentred)
    {
        (float l, float t, float r, float b) = isCentred
            ? (box[0] - (box[2] / 2), box[1] - (box[3] / 2), box[0] + (box[2] / 2), box[1] + (box[3] / 2))
            : (Math.Min(box[1], box[3]), Math.Min(box[0], box[2]), Math.Max(box[1], box[3]), Math.Max(box[0], box[2]));
        float size = (r - l) * (b - t);
        if (size > 0 && OverlapsAny(l, t, r, b, size))
            return false;
        (left[Count], top[Count], right[Count], bottom[Count], area[Count]) = (l, t, r, b, size);
        Count++;
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    readonly bool OverlapsAny(float l, float t, float r, float b, float size)
    {
        int i = 0;
        Vector<float> zero = Vector<float>.Zero, ratio = new(overlap);
        Vector<float> from = new(l), to = new(r), above = new(t), below = new(b);
        for (; i <= Count - Vector<float>.Count; i += Vector<float>.Count)
        {
            // Most boxes lie apart.
            Vector<int> near = Vector.GreaterThan(Vector.Load(right + i), from) & Vector.LessThan(Vector.Load(left + i), to)
                & Vector.GreaterThan(Vector.Load(bottom + i), above) & Vector.LessThan(Vector.Load(top + i), below);
            if (near == Vector<int>.Zero)
                continue;
            Vector<float> width = Vector.Min(Vector.Load(right + i), to) - Vector.Max(Vector.Load(left + i), from);
            Vector<float> height = Vector.Min(Vector.Load(bottom + i), below) - Vector.Max(Vector.Load(top + i), above);
            Vector<float> areas = Vector.Load(area + i), common = width * height, union = new Vector<float>(size) + areas - common;
            Vector<int> meets = Vector.GreaterThan(width, zero) & Vector.GreaterThan(height, zero) & Vector.GreaterThan(common, zero)
                & Vector.GreaterThan(areas, zero) & Vector.GreaterThan(union, zero) & Vector.GreaterThan(common / union, ratio);
            if (meets != Vector<int>.Zero)
                return true;
        }
        for (; i < Count; i++)
        {
            float width = Math.Min(right[i], r) - Math.Max(left[i], l), height = Math.Min(bottom[i], b) - Math.Max(top[i], t);
            float common = width * height, union = size + area[i] - common;
            if (width > 0 && height > 0 && common > 0 && area[i] > 0 && union > 0 && common / union > overlap)
                return true;
        }
        return false;
    }
}
