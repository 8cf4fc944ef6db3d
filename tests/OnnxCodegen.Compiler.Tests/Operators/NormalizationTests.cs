using System;
using System.Linq;
using OnnxCodegen.Compiler.Operators;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.Lowered;

namespace OnnxCodegen.Compiler.Tests.Operators;

public class NormalizationTests
{
    static readonly Tensor X = Random(1, 2, 3, 4);

    [Fact]
    public void The_old_softmax_covers_all_axes_from_the_given_one_on()
    {
        Assert.All(Run(v => SoftmaxOperators.Softmax1(v[0]), X).Doubles.Chunk(12), row => Assert.Equal(1, row.Sum(), 1e-9));
        Assert.All(Run(v => SoftmaxOperators.Softmax(v[0]), X).Doubles.Chunk(4), row => Assert.Equal(1, row.Sum(), 1e-9));
    }

    [Fact]
    public void The_logarithm_of_the_softmax_is_that_of_its_probabilities()
    {
        Tensor probabilities = Run(v => SoftmaxOperators.Softmax(v[0], 1L), X);
        Tensor logarithms = Run(v => SoftmaxOperators.LogSoftmax(v[0], 1L), X);
        Equal(probabilities.Doubles.Select(p => Math.Log(p)).ToArray(), logarithms.Doubles);
    }

    [Fact]
    public void Batch_normalisation_is_one_factor_and_one_summand_per_channel()
    {
        Tensor scale = Random(2, 3);
        Tensor bias = Random(3, 3);
        Tensor mean = Random(4, 3);
        Tensor variance = Doubles([3], 1, 2, 3);
        Tensor y = Run(v => BatchNormalizations.BatchNormalization7(v[0], v[1], v[2], v[3], v[4], 0.5), X, scale, bias, mean, variance);
        Equal(
            X.Doubles.Select((x, i) =>
            {
                int c = i / 4 % 3;
                return (scale.Doubles[c] * (x - mean.Doubles[c]) / Math.Sqrt(variance.Doubles[c] + 0.5)) + bias.Doubles[c];
            }).ToArray(),
            y.Doubles);
    }

    [Fact]
    public void Training_a_batch_normalisation_blends_the_running_statistics()
    {
        Tensor ones = Doubles([3], 1, 1, 1);
        var results = RunAll(
            v => BatchNormalizations.BatchNormalization(v[0], v[1], v[1], v[1], v[1], momentum: 0.75, trainingMode: 1), false, X, ones);
        double mean = X.Doubles.Where((_, i) => i / 4 % 3 == 0).Average();
        Assert.Equal(0.75 + (0.25 * mean), results[1].Doubles[0], 1e-9);
    }

    [Fact]
    public void Layer_normalisation_gives_mean_zero_and_variance_one()
    {
        Tensor ones = Doubles([4], 1, 1, 1, 1);
        Tensor y = RunFree(v => Normalizations.LayerNormalization(v[0], v[1], epsilon: 0).Y, X, ones);
        Assert.All(y.Doubles.Chunk(4), row =>
        {
            Assert.Equal(0, row.Sum(), 1e-9);
            Assert.Equal(4, row.Sum(e => e * e), 1e-9);
        });
    }

    [Fact]
    public void Groups_of_one_channel_are_normalised_as_instances()
    {
        Tensor scale = Random(2, 3);
        Tensor bias = Random(3, 3);
        Tensor groups = Run(v => Normalizations.GroupNormalization(v[0], v[1], v[2], 3), X, scale, bias);
        Equal(Run(v => Normalizations.InstanceNormalization(v[0], v[1], v[2]), X, scale, bias), groups);
    }

    [Fact]
    public void Local_response_counts_the_neighbouring_channels()
    {
        Tensor x = Doubles([1, 4, 1], 1, 2, 3, 4);
        Tensor y = Run(v => Normalizations.LRN(v[0], 3, alpha: 3, beta: 1, bias: 0), x);
        Equal([1 / 5.0, 2 / 14.0, 3 / 29.0, 4 / 25.0], y.Doubles);
    }

    [Fact]
    public void A_line_of_zeros_has_no_norm_to_divide_by()
    {
        Tensor y = Run(v => Normalizations.LpNormalization(v[0]), Doubles([2, 2], 3, 4, 0, 0));
        Equal([0.6, 0.8, 0, 0], y.Doubles);
    }
}
