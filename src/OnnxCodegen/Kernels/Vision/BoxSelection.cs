using System;

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
        // Candidates as numbers of 64 bits, then the boxes that are kept.
        float* memory = Scratch.Floats(((nint)length * 2) + ChosenBoxes.Length(length));
        var order = new Span<ulong>(memory, length);
        var chosen = new ChosenBoxes(memory + (length * 2), length, overlap[0]);
        for (int batch = 0; batch < batches; batch++)
        {
            ReadOnlySpan<float> corners = boxes.Slice(batch * length * 4, length * 4);
            for (int c = 0; c < classes; c++)
            {
                ReadOnlySpan<ulong> candidates = order[..Rank(scores.Slice(((batch * classes) + c) * length, length), least[0], order)];
                chosen.Begin(corners, candidates, most, areCentred);
                for (int i = 0; i < candidates.Length && chosen.Count < most; i++)
                {
                    if (!chosen.TryAdd(corners, candidates[i], areCentred))
                        continue;
                    (kept[rows * 3], kept[(rows * 3) + 1], kept[(rows * 3) + 2]) = (batch, c, (uint)candidates[i]);
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
