using System;
using System.Linq;
using OnnxCodegen.Simd;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class AttentionTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void It_is_the_softmax_of_scores_times_values(int seed)
    {
        Random random = Numbers.Generator(seed);
        int queries = random.OneOf(1, 2, 3, 4, 15, 57, 130), keys = random.OneOf(1, 3, 7, 8, 15, 16, 17, 33, 100, 256, 600);
        Heads heads = new(random.OneOf(1, 2, 5), queries, keys, random.OneOf(1, 8, 16, 33, 64), random.OneOf(1, 8, 16, 31, 32, 64, 70))
        {
            IsInterleaved = random.OneOf(0, 1) == 1,
            TransposesKeys = random.OneOf(0, 1) == 1,
        };
        Rows[]? score = random.OneOf(0, 1) == 0
            ? null
            : [.. Enumerable.Range(0, 3).Select(_ => Rows.Random(random, [1, 1, heads.Count], queries, keys))];
        Numbers.AssertNear(heads.Expected(score), heads.Run(score));
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(4, 0)]
    public void Nothing_may_be_there(int queries, int keys)
    {
        Heads heads = new(2, queries, keys, 8, 16);
        Assert.Equal(new float[2 * queries * 16], heads.Run(null));
    }

    [Theory]
    [InlineData(3, 5)]
    [InlineData(20, 40)]
    public void A_query_from_which_all_keys_are_hidden_gets_zeros_or_NaN(int queries, int keys)
    {
        Heads heads = new(1, queries, keys, 8, 16);
        float[] hidden = [.. Enumerable.Repeat(float.PositiveInfinity, keys)];
        float[] ones = [.. Enumerable.Repeat(1f, keys)];
        Rows[] score = [new(ones, 0), new([0f], 0), new(hidden, 0)];
        Assert.All(heads.Run(score, hiddenIsZero: true), y => Assert.Equal(0, y));
        Assert.All(heads.Run(score, hiddenIsZero: false), y => Assert.True(float.IsNaN(y)));
    }

    [Fact]
    public void A_hidden_key_does_not_count()
    {
        const int Keys = 37;
        Heads heads = new(1, 9, Keys, 8, 16);
        float[] ones = [.. Enumerable.Repeat(1f, Keys)];
        float[] hidden = new float[Keys];
        hidden[5] = hidden[36] = float.PositiveInfinity;
        Rows[] score = [new(ones, 0), new([0f], 0), new(hidden, 0)];
        Numbers.AssertNear(heads.Expected(score), heads.Run(score));
    }

    /// <summary>Random queries, keys and values of some heads.</summary>
    sealed record Heads(int Count, int Queries, int Keys, int Size, int Columns)
    {
        /// <summary>Whether the heads lie side by side in each row.</summary>
        public bool IsInterleaved { get; init; }

        /// <summary>Whether the keys of a head lie column by column.</summary>
        public bool TransposesKeys { get; init; }

        float[] Q => Numbers.Random(Count * Queries * Size, 1);

        float[] Key => Numbers.Random(Count * Keys * Size, 2);

        float[] V => Numbers.Random(Count * Keys * Columns, 3);

        AttentionShape Shape() => new(Queries, Keys, Size, Columns)
        {
            QRow = IsInterleaved ? Count * Size : Size,
            KeyRow = TransposesKeys ? 1 : Size,
            KeyColumn = TransposesKeys ? Keys : 1,
            VRow = IsInterleaved ? Count * Columns : Columns,
            YRow = IsInterleaved ? Count * Columns : Columns,
            Batch2 = new(
                Count, IsInterleaved ? Size : Queries * Size, Keys * Size, IsInterleaved ? Columns : Keys * Columns,
                IsInterleaved ? Columns : Queries * Columns),
        };

        /// <summary>The result by the kernel, the same with one, two and three threads.</summary>
        public float[] Run(Rows[]? score, bool hiddenIsZero = false)
        {
            float[] q = Q, key = Key, v = V;
            AttentionShape shape = Shape();
            return Threads.Run(Count * Queries * Columns, (workers, y) =>
            {
                if (score is [var p0, var p1, var p2])
                    Attention.Run<Affine>(workers, shape, q, key, v, y, hiddenIsZero, p0.Operand, p1.Operand, p2.Operand);
                else
                    Attention.Run<Identity>(workers, shape, q, key, v, y, hiddenIsZero);
            });
        }

        public float[] Expected(Rows[]? score)
        {
            float[] q = Q, key = Key, v = V, y = new float[Count * Queries * Columns];
            AttentionShape shape = Shape();
            for (int head = 0; head < Count; head++)
            {
                for (int m = 0; m < Queries; m++)
                {
                    double[] scores = [.. Enumerable.Range(0, Keys).Select(n => Score(head, m, n))];
                    double greatest = scores.Max();
                    double[] weights = [.. scores.Select(s => Math.Exp(s - greatest))];
                    double total = weights.Sum();
                    for (int c = 0; c < Columns; c++)
                        y[(head * shape.Batch2.Y) + (m * shape.YRow) + c] =
                            (float)Enumerable.Range(0, Keys).Sum(n => weights[n] / total * v[(head * shape.Batch2.V) + (n * shape.VRow) + c]);
                }
            }
            return y;

            double Score(int head, int m, int n)
            {
                double sum = Enumerable.Range(0, Size).Sum(k => (double)q[(head * shape.Batch2.Q) + (m * shape.QRow) + k]
                    * key[(head * shape.Batch2.Key) + (n * shape.KeyRow) + (k * shape.KeyColumn)]);
                return score is [var p0, var p1, var p2]
                    ? (sum * p0.At(0, 0, head, m, n)) + p1.At(0, 0, head, m, 0) - p2.At(0, 0, head, m, n)
                    : sum;
            }
        }
    }
}
