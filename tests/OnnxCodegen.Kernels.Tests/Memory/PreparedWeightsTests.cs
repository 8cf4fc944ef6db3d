using System;
using System.Threading.Tasks;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class PreparedWeightsTests
{
    [Theory]
    [InlineData(12)]
    [InlineData(5_000_000)]
    public void Weights_are_prepared_once_for_all_threads(int length)
    {
        int times = 0;
        var weights = new PreparedWeights(length, (arena, workers) =>
        {
            times++;
            Assert.True(workers.ThreadCount >= 1);
            arena.Span<byte>(0, length).Fill(7);
        });
        Parallel.For(0, 8, _ => Assert.Equal(7, weights.Arena.Span<byte>(length - 1, 1)[0]));
        Assert.Equal(1, times);
        Assert.False(weights.Arena.Span<byte>(0, length).ContainsAnyExcept((byte)7));
    }

    [Fact]
    public void Preparation_that_fails_is_tried_again()
    {
        int times = 0;
        var weights = new PreparedWeights(64, (_, _) =>
        {
            if (times++ == 0)
                throw new InvalidOperationException("the first time");
        });
        Assert.Throws<InvalidOperationException>(() => weights.Arena);
        Assert.Equal(64, weights.Arena.Length);
        Assert.Equal(2, times);
    }
}
