using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class BoxSelectionTests
{
    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(1, 1, 40, 40)]
    [InlineData(2, 3, 17, 5)]
    [InlineData(1, 2, 300, 300)]
    [InlineData(1, 2, 8, 0)]
    [InlineData(2, 0, 8, 3)]
    [InlineData(1, 1, 0, 0)]
    public void Boxes_are_kept_as_one_by_one(int batches, int classes, int length, int most)
    {
        foreach (bool areCentred in (bool[])[false, true])
        {
            // Few different scores, so that some are equal.
            float[] boxes = [.. Numbers.Random(batches * length * 4, length).Select(x => MathF.Abs(x))];
            float[] scores = [.. Numbers.Random(batches * classes * length, length + 1).Select(x => MathF.Round(x * 20) / 20)];
            float[] overlap = [0.3f], least = [-0.5f];
            var kept = new long[batches * classes * most * 3];
            var count = new long[1];
            BoxSelection.Run(boxes, scores, overlap, least, kept, count, batches, classes, length, most, areCentred);
            long[] expected = [.. Naive(boxes, scores, batches, classes, length, most, areCentred)];
            Assert.Equal(expected.Length / 3, count[0]);
            Assert.Equal(expected, kept[..expected.Length]);
            Assert.All(kept[expected.Length..], x => Assert.Equal(0, x));
        }
    }

    [Theory]
    [InlineData(300, 0.02f, 40)]
    [InlineData(700, 0.3f, 20)]
    [InlineData(700, 0f, 3)]
    [InlineData(500, 2f, 1e6f)]
    public void Boxes_that_lie_far_apart_are_kept_as_one_by_one(int length, float width, float spread)
    {
        float[] numbers = Numbers.Random(length * 4, length);
        float[] boxes = [.. Enumerable.Range(0, length).SelectMany(i => (float[])
            [numbers[i * 4], MathF.Round(numbers[(i * 4) + 1] * spread), numbers[i * 4] + 1, MathF.Round(numbers[(i * 4) + 1] * spread) + (numbers[(i * 4) + 2] * width)])];
        float[] scores = Numbers.Random(length, length + 1);
        var kept = new long[length * 3];
        var count = new long[1];
        foreach (float odd in (float[])[0, float.NaN, float.PositiveInfinity])
        {
            boxes[5] = odd == 0 ? boxes[5] : odd;
            BoxSelection.Run(boxes, scores, [0.3f], [-0.5f], kept, count, 1, 1, length, length, false);
            long[] expected = [.. Naive(boxes, scores, 1, 1, length, length, false)];
            Assert.Equal(expected, kept[..((int)count[0] * 3)]);
        }
    }

    [Fact]
    public void An_overlap_that_equals_the_ratio_is_allowed()
    {
        // Two squares of area 4 that share half of it: 2 / 6.
        float[] boxes = [0, 0, 2, 2, 0, 1, 2, 3];
        var kept = new long[6];
        var count = new long[1];
        BoxSelection.Run(boxes, [1, 0.5f], [2f / 6], [float.NegativeInfinity], kept, count, 1, 1, 2, 2, false);
        Assert.Equal(2, count[0]);
        BoxSelection.Run(boxes, [1, 0.5f], [0.333f], [float.NegativeInfinity], kept, count, 1, 1, 2, 2, false);
        Assert.Equal(1, count[0]);
    }

    static IEnumerable<long> Naive(float[] boxes, float[] scores, int batches, int classes, int length, int most, bool areCentred)
    {
        for (int batch = 0; batch < batches; batch++)
        {
            for (int c = 0; c < classes; c++)
            {
                int first = ((batch * classes) + c) * length;
                var kept = new List<float[]>();
                foreach (int i in Enumerable.Range(0, length).Where(i => scores[first + i] > -0.5f).OrderByDescending(i => scores[first + i]))
                {
                    float[] box = Corners(boxes[(((batch * length) + i) * 4)..][..4], areCentred);
                    if (kept.Count >= most || kept.Any(other => Overlap(box, other) > 0.3f))
                        continue;
                    kept.Add(box);
                    yield return batch;
                    yield return c;
                    yield return i;
                }
            }
        }
    }

    /// <summary>Left, top, right, bottom.</summary>
    static float[] Corners(float[] box, bool isCentred) => isCentred
        ? [box[0] - (box[2] / 2), box[1] - (box[3] / 2), box[0] + (box[2] / 2), box[1] + (box[3] / 2)]
        : [MathF.Min(box[1], box[3]), MathF.Min(box[0], box[2]), MathF.Max(box[1], box[3]), MathF.Max(box[0], box[2])];

    static float Overlap(float[] a, float[] b)
    {
        float width = MathF.Min(a[2], b[2]) - MathF.Max(a[0], b[0]), height = MathF.Min(a[3], b[3]) - MathF.Max(a[1], b[1]);
        if (width <= 0 || height <= 0)
            return 0;
        float common = width * height;
        return common / (Area(a) + Area(b) - common);
    }

    static float Area(float[] box) => (box[2] - box[0]) * (box[3] - box[1]);
}
