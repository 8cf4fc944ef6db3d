using System.Linq;
using OnnxCodegen.Compiler.Operators;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.Lowered;

namespace OnnxCodegen.Compiler.Tests.Operators;

/// <summary>Sequences without their padding.</summary>
public class PackedSequenceTests
{
    static readonly Tensor Padded = Floats(1, 3, 4, 2);

    static readonly Tensor Counts = Int32([3], 1, 2, 4);

    [Fact]
    public void Tokens_come_before_their_padding()
    {
        var results = RunAll(v =>
        {
            var r = PackedSequences.RemovePadding(v[0], v[1]);
            return [r.Output, r.TokenOffset, r.CumulatedLengths, r.MaximumLength];
        }, true, Padded, Counts);

        Assert.Equal([7L, 2], results[0].Dims);
        Assert.Equal(new[] { 0, 4, 5, 8, 9, 10, 11 }.SelectMany(token => Padded.Doubles.Skip(2 * token).Take(2)), results[0].Doubles);
        Assert.Equal([0L, 4, 5, 8, 9, 10, 11, 1, 2, 3, 6, 7], results[1].Longs);
        Assert.Equal([0L, 1, 3, 7], results[2].Longs);
        Assert.Equal([4L], results[3].Longs);
    }

    [Fact]
    public void Restored_padding_is_zero()
    {
        Tensor y = RunFree(v =>
        {
            var r = PackedSequences.RemovePadding(v[0], v[1]);
            return PackedSequences.RestorePadding(r.Output, r.TokenOffset);
        }, Padded, Counts);

        Assert.Equal(Padded.Doubles.Select((x, i) => i / 2 % 4 < Counts.Longs[i / 8] ? x : 0), y.Doubles);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Packed_attention_is_attention_to_the_tokens_that_count(bool projects)
    {
        Tensor weights = Floats(2, 2, 12), bias = Floats(3, 12);
        Tensor whole = Run(v => FusedAttentions.Attention(v[0], v[1], v[2], v[3], numHeads: 2).Output, Padded, weights, bias, Counts);
        Tensor packed = Run(v =>
        {
            var r = PackedSequences.RemovePadding(v[0], v[3]);
            Value joined = Contractions.MatMul(r.Output, v[1]);
            return projects
                ? PackedSequences.PackedAttention(r.Output, v[1], v[2], r.TokenOffset, r.CumulatedLengths, numHeads: 2)
                : PackedSequences.PackedMultiHeadAttention(
                    Views.Slice(joined, 1, 0, 4), Views.Slice(joined, 1, 4, 4), Views.Slice(joined, 1, 8, 4), v[2], r.TokenOffset, r.CumulatedLengths, numHeads: 2);
        }, Padded, weights, bias, Counts);

        double[] expected = [.. new[] { 0, 4, 5, 8, 9, 10, 11 }.SelectMany(token => whole.Doubles.Skip(4 * token).Take(4))];
        Assert.Equal(expected.Length, packed.Length);
        Assert.All(expected, (y, i) => Assert.Equal(y, packed.Doubles[i], 1e-6));
    }

    static Tensor Floats(int seed, params long[] dims) =>
        new(ElementType.Float, dims, Random(seed, dims).Doubles.Select(x => (double)(float)x).ToArray());

    static Tensor Int32(long[] dims, params long[] elements) => new(ElementType.Int32, dims, elements);
}
