using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class PairCouplingTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(40)]
    public void Probabilities_that_agree_are_found_again(int classes)
    {
        const int Rows = 4;
        float[][] expected = [.. Enumerable.Range(0, Rows).Select(row => Normalised(Numbers.Random(classes, row).Select(x => x + 1.5f)))];
        float[] pairs = [.. expected.SelectMany(p => Pairs(p))];
        var y = new float[Rows * classes];
        PairCoupling.Run(pairs, y, Rows, classes);
        for (int row = 0; row < Rows; row++)
        {
            float[] p = y[(row * classes)..((row + 1) * classes)];
            Assert.Equal(1, p.Sum(), 1e-5f);
            Assert.All(p.Zip(expected[row]), pair => Assert.Equal(pair.Second, pair.First, 0.05f / classes));
        }
    }

    static float[] Normalised(IEnumerable<float> weights)
    {
        float[] all = [.. weights];
        return [.. all.Select(w => w / all.Sum())];
    }

    static IEnumerable<float> Pairs(float[] p) =>
        from i in Enumerable.Range(0, p.Length)
        from j in Enumerable.Range(i + 1, p.Length - i - 1)
        select p[i] / (p[i] + p[j]);
}
