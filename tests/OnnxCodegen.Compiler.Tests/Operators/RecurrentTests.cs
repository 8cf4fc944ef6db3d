using System.Linq;
using OnnxCodegen.Compiler.Operators;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.Lowered;

namespace OnnxCodegen.Compiler.Tests.Operators;

public class RecurrentTests
{
    static readonly Tensor X = Random(1, 4, 2, 3);
    static readonly Tensor W = Random(2, 2, 20, 3);
    static readonly Tensor R = Random(3, 2, 20, 5);
    static readonly Tensor B = Random(4, 2, 40);

    [Fact]
    public void A_bidirectional_layer_is_one_forward_and_one_backward()
    {
        var both = RunAll(v => RecurrentLayers.LSTM(v[0], v[1], v[2], v[3], direction: "bidirectional"), false, X, W, R, B);
        Assert.Equal([4, 2, 2, 5], both[0].Dims);
        foreach ((string direction, int d) in new[] { ("forward", 0), ("reverse", 1) })
        {
            var one = RunAll(
                v => RecurrentLayers.LSTM(v[0], Part(v[1], d), Part(v[2], d), Part(v[3], d), direction: direction), false, X, W, R, B);
            for (int i = 0; i < 3; i++)
                Equal(one[i], Run(v => Views.Slice(v[0], i == 0 ? 1 : 0, d, 1), both[i]));
        }
    }

    [Theory]
    [InlineData("forward")]
    [InlineData("reverse")]
    public void A_shorter_sequence_ends_where_it_says(string direction)
    {
        var padded = RunAll(
            v => RecurrentLayers.GRU(v[0], GruWeights(v[1]), GruWeights(v[2]), null, v[3], direction: direction), false, X, W, R, Integers(4, 3));
        var exact = RunAll(
            v => RecurrentLayers.GRU(Views.Slice(v[0], 0, 0, 3), GruWeights(v[1]), GruWeights(v[2]), direction: direction), false, X, W, R);
        double[] last = padded[1].Doubles.Skip(5).ToArray();
        Equal(exact[1].Doubles.Skip(5).ToArray(), last);
        Assert.All(padded[0].Doubles.Skip(35), e => Assert.Equal(0, e));
    }

    [Fact]
    public void The_layout_with_the_batch_first_holds_the_same_numbers()
    {
        var timeFirst = RunAll(v => RecurrentLayers.RNN(v[0], RnnWeights(v[1]), RnnWeights(v[2])), false, X, W, R);
        var batchFirst = RunAll(
            v =>
            {
                var results = RecurrentLayers.RNN(Views.Permute(v[0], [1, 0, 2]), RnnWeights(v[1]), RnnWeights(v[2]), layout: 1);
                return [Views.Permute(results[0], [1, 2, 0, 3]), Views.Permute(results[1], [1, 0, 2])];
            },
            false, X, W, R);
        Equal(timeFirst[0], batchFirst[0]);
        Equal(timeFirst[1], batchFirst[1]);
    }

    [Fact]
    public void A_state_without_decay_sums_keys_times_values()
    {
        Tensor q = Doubles([1, 2, 1], 1, 1);
        Tensor k = Doubles([1, 2, 1], 2, 3);
        Tensor v = Doubles([1, 2, 1], 5, 7);
        Tensor y = Run(x => LinearAttentions.LinearAttention(x[0], x[1], x[2], 1, 1, scale: 1, updateRule: "linear").Output, q, k, v);
        Equal([10, 31], y.Doubles);
    }

    static Value Part(Value x, int direction) => Views.Slice(x, 0, direction, 1);

    static Value GruWeights(Value x) => Views.Slice(Part(x, 0), 1, 0, 15);

    static Value RnnWeights(Value x) => Views.Slice(Part(x, 0), 1, 0, 5);
}
