using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Operators;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.Lowered;

namespace OnnxCodegen.Compiler.Tests.Operators;

public class ConvolutionTests
{
    [Theory]
    [InlineData(1, 1, 1, 0)]
    [InlineData(1, 2, 1, 1)]
    [InlineData(2, 1, 2, 2)]
    [InlineData(4, 3, 1, 1)]
    public void A_convolution_sums_over_windows_of_its_group(long group, long stride, long dilation, long pad)
    {
        Tensor x = Random(1, 2, 4, 7, 6);
        Tensor w = Random(2, 4, 4 / group, 3, 2);
        Tensor b = Random(3, 4);
        Tensor y = Run(
            v => Convolutions.Conv(
                v[0], v[1], v[2], dilations: [dilation, dilation], group: group, pads: [pad, pad, pad, pad], strides: [stride, stride]),
            x, w, b);
        Equal(Naive(x, w, b, group, stride, dilation, pad, y.Dims), y);
    }

    [Theory]
    [InlineData("SAME_UPPER")]
    [InlineData("SAME_LOWER")]
    public void Automatic_padding_follows_lengths_known_at_run_time(string autoPad)
    {
        Tensor x = Random(1, 1, 2, 9, 5);
        Tensor w = Random(2, 3, 2, 3, 4);
        Tensor expected = Run(v => Convolutions.Conv(v[0], v[1], autoPad: autoPad, strides: [2, 2]), x, w);
        Assert.Equal([1, 3, 5, 3], expected.Dims);
        Equal(expected, RunFree(v => Convolutions.Conv(v[0], v[1], autoPad: autoPad, strides: [2, 2]), x, w));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_transposed_convolution_is_the_adjoint_of_the_convolution(long group)
    {
        Tensor x = Random(1, 2, 4, 9);
        Tensor w = Random(2, 6, 4 / group, 3);
        Tensor y = Run(v => Convolutions.Conv(v[0], v[1], group: group, pads: [1, 0], strides: [2], dilations: [2]), x, w);
        Tensor u = Random(3, y.Dims);
        Tensor back = Run(
            v => TransposedConvolution.ConvTranspose(
                v[0], v[1], group: group, pads: [1, 0], strides: [2], dilations: [2], outputPadding: [1]),
            u, w);
        Assert.Equal([2, 4, 9], back.Dims);
        double forward = y.Doubles.Zip(u.Doubles, (a, b) => a * b).Sum();
        double backward = x.Doubles.Zip(back.Doubles, (a, b) => a * b).Sum();
        Assert.Equal(forward, backward, 1e-9);
    }

    [Theory]
    [InlineData(0, 0, 1, 1, 0)]
    [InlineData(1, 2, 1, 3, 2)]
    [InlineData(0, 1, 3, 2, 1)]
    public void A_transposed_convolution_of_one_pixel_is_the_same_as_of_any_number(long low, long high, long dilation, long stride, long outputPadding)
    {
        Tensor x = Random(1, 2, 4, 1, 1);
        Tensor w = Random(2, 4, 3, 5, 4);
        Value Transposed(Value[] v) => TransposedConvolution.ConvTranspose(
            v[0], v[1], v[2], dilations: [dilation, 1], outputPadding: [outputPadding, 0], pads: [low, 0, high, 1], strides: [stride, stride]);
        Equal(RunFree(Transposed, x, w, Random(3, 3)), Run(Transposed, x, w, Random(3, 3)));
    }

    [Fact]
    public void Strings_cannot_be_spread()
    {
        var strings = new Tensor(ElementType.String, [1, 1, 2], new[] { "a", "b" });
        Assert.Throws<ModelException>(() => Run(v => TransposedConvolution.ConvTranspose(v[0].Scope.Constant(strings), v[0], strides: [2]), Random(1, 1, 1, 2)));
    }

    [Fact]
    public void A_deformable_convolution_without_offsets_is_a_convolution()
    {
        Tensor x = Random(1, 1, 4, 6, 6);
        Tensor w = Random(2, 3, 4, 3, 3);
        Tensor offset = new(ElementType.Double, [1, 18, 6, 6], new double[18 * 36]);
        Tensor expected = Run(v => Convolutions.Conv(v[0], v[1], pads: [1, 1, 1, 1]), x, w);
        Equal(expected, Run(v => DeformableConvolution.DeformConv(v[0], v[1], v[2], pads: [1, 1, 1, 1]), x, w, offset));
    }

    [Fact]
    public void A_causal_convolution_in_two_steps_is_one_over_the_whole_sequence()
    {
        Tensor x = Random(1, 2, 3, 7);
        Tensor w = Random(2, 3, 1, 4);
        Tensor whole = Run(v => CausalConvolution.CausalConvWithState(v[0], v[1]).Output, x, w);
        Tensor parts = Run(
            v =>
            {
                (Value first, Value state) = CausalConvolution.CausalConvWithState(Views.Slice(v[0], 2, 0, 2), v[1]);
                (Value second, _) = CausalConvolution.CausalConvWithState(Views.Slice(v[0], 2, 2, 5), v[1], pastState: state);
                return v[0].Scope.Add(new Primitives.Concat(2), first, second);
            },
            x, w);
        Equal(whole, parts);
    }

    static Tensor Naive(Tensor x, Tensor w, Tensor b, long group, long stride, long dilation, long pad, long[] dims)
    {
        Tensor y = Tensor.New(ElementType.Double, dims);
        long channels = w.Dims[1];
        long outputs = w.Dims[0] / group;
        int position = 0;
        foreach (long[] at in Coordinates.Of(dims))
        {
            double sum = b.Doubles[at[1]];
            foreach (long[] k in Coordinates.Of([channels, w.Dims[2], w.Dims[3]]))
            {
                long row = (at[2] * stride) + (k[1] * dilation) - pad;
                long column = (at[3] * stride) + (k[2] * dilation) - pad;
                if (row < 0 || column < 0 || row >= x.Dims[2] || column >= x.Dims[3])
                    continue;
                long[] source = [at[0], (at[1] / outputs * channels) + k[0], row, column];
                long[] weight = [at[1], k[0], k[1], k[2]];
                sum += x.Doubles[Coordinates.Offset(source, x.Strides())] * w.Doubles[Coordinates.Offset(weight, w.Strides())];
            }
            y.Doubles[position++] = sum;
        }
        return y;
    }
}
