using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>The selection of boxes, step by step.</summary>
internal static class BoxSuppression
{
    /// <param name="inputs">Boxes [batch, box, 4], scores [batch, class, box], the largest ratio of overlap, the score to exceed.</param>
    /// <param name="most">The number of boxes of a class that are kept at most.</param>
    /// <returns>Rows of batch, class and box, those that are not used at the end; the number of those that are.</returns>
    public static IReadOnlyList<Tensor> Select(IReadOnlyList<Tensor> inputs, long most, bool areCentred)
    {
        (Tensor boxes, Tensor scores) = (inputs[0], inputs[1]);
        (double overlap, double least) = (inputs[2].Doubles[0], inputs[3].Doubles[0]);
        (long batches, long classes, long count) = (scores.Dims[0], scores.Dims[1], scores.Dims[2]);
        var rows = new List<long>();
        for (long batch = 0; batch < batches; batch++)
        {
            Box[] all = Enumerable.Range(0, (int)count).Select(i => Box.Of(boxes.Doubles, ((batch * count) + i) * 4, areCentred)).ToArray();
            for (long c = 0; c < classes; c++)
            {
                long first = ((batch * classes) + c) * count;
                var kept = new List<int>();
                foreach (int i in Enumerable.Range(0, (int)count).Where(i => scores.Doubles[first + i] > least).OrderByDescending(i => scores.Doubles[first + i]))
                {
                    if (kept.Count < most && !kept.Any(k => all[i].Overlap(all[k]) > (float)overlap))
                        kept.Add(i);
                }
                rows.AddRange(kept.SelectMany(i => new[] { batch, c, i }));
            }
        }
        var selected = new long[batches * classes * most * 3];
        rows.CopyTo(selected);
        return
        [
            new Tensor(ElementType.Int64, [batches * classes * most, 3], selected),
            new Tensor(ElementType.Int64, [1], new long[] { rows.Count / 3 }),
        ];
    }

    /// <summary>The corners of a box.</summary>
    readonly record struct Box(float Left, float Top, float Right, float Bottom)
    {
        float Area => (Right - Left) * (Bottom - Top);

        public static Box Of(double[] boxes, long at, bool isCentred)
        {
            float Number(int i) => (float)boxes[at + i];
            return isCentred
                ? new(Number(0) - (Number(2) / 2), Number(1) - (Number(3) / 2), Number(0) + (Number(2) / 2), Number(1) + (Number(3) / 2))
                : new(Math.Min(Number(1), Number(3)), Math.Min(Number(0), Number(2)), Math.Max(Number(1), Number(3)), Math.Max(Number(0), Number(2)));
        }

        /// <summary>The area of the intersection divided by that of the union; 0 where either is empty.</summary>
        public float Overlap(Box other)
        {
            float width = Math.Min(Right, other.Right) - Math.Max(Left, other.Left);
            float height = Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top);
            float common = width * height;
            float union = Area + other.Area - common;
            return width > 0 && height > 0 && common > 0 && Area > 0 && other.Area > 0 && union > 0 ? common / union : 0;
        }
    }
}
