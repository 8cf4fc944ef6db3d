using System.Linq;
using OnnxCodegen.Compiler.Operators;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.Lowered;

namespace OnnxCodegen.Compiler.Tests.Operators;

public class AttentionTests
{
    [Fact]
    public void Heads_that_share_keys_attend_as_if_the_keys_were_repeated()
    {
        Tensor q = Random(1, 2, 4, 3, 5);
        Tensor k = Random(2, 2, 2, 6, 5);
        Tensor v = Random(3, 2, 2, 6, 7);
        Tensor shared = Run(x => Attentions.Attention(x[0], x[1], x[2]).Y, q, k, v);
        Tensor repeated = Run(x => Attentions.Attention(x[0], Repeat(x[1]), Repeat(x[2])).Y, q, k, v);
        Equal(repeated, shared);

        static Value Repeat(Value x)
        {
            Value apart = Views.Unsqueeze(x, 2);
            return Views.Reshape(Views.Expand(apart, apart.Shape.With(2, 2)), x.Shape.With(1, x.Shape[1] * 2));
        }
    }

    [Fact]
    public void A_query_from_which_all_keys_are_hidden_gets_zeros()
    {
        Tensor q = Random(1, 1, 1, 2, 4);
        Tensor mask = new(ElementType.Bool, [2, 3], new long[] { 0, 0, 0, 1, 0, 1 });
        Tensor k = Random(2, 1, 1, 3, 4);
        Tensor y = Run(x => Attentions.Attention(x[0], x[1], x[1], x[2]).Y, q, k, mask);
        Assert.All(y.Doubles.Take(4), e => Assert.Equal(0, e));
        Assert.All(y.Doubles.Skip(4), e => Assert.NotEqual(0, e));
    }

    [Fact]
    public void Causal_attention_step_by_step_is_that_of_the_whole_sequence()
    {
        Tensor x = Random(1, 1, 2, 5, 4);
        Tensor whole = Run(v => Attentions.Attention(v[0], v[0], v[0], isCausal: 1).Y, x);
        Tensor steps = Run(
            v =>
            {
                Value first = Views.Slice(v[0], 2, 0, 3);
                Value second = Views.Slice(v[0], 2, 3, 2);
                var past = Attentions.Attention(first, first, first, isCausal: 1);
                Value next = Attentions.Attention(second, second, second, null, past.PresentKey, past.PresentValue, isCausal: 1).Y;
                return v[0].Scope.Add(new Primitives.Concat(2), past.Y, next);
            },
            x);
        Equal(whole, steps);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_rotation_keeps_lengths(long interleaved)
    {
        Tensor x = Random(1, 1, 2, 3, 8);
        double[] angles = Enumerable.Range(0, 12).Select(i => (double)i).ToArray();
        Tensor cosine = Doubles([1, 3, 4], angles.Select(System.Math.Cos).ToArray());
        Tensor sine = Doubles([1, 3, 4], angles.Select(System.Math.Sin).ToArray());
        Tensor y = Run(v => RotaryEmbeddings.RotaryEmbedding(v[0], v[1], v[2], interleaved: interleaved), x, cosine, sine);
        Assert.NotEqual(x.Doubles, y.Doubles);
        Equal(Lengths(x), Lengths(y));
    }

    static double[] Lengths(Tensor x) => x.Doubles.Chunk(8).Select(row => row.Sum(e => e * e)).ToArray();
}
