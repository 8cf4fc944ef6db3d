using OnnxCodegen.Compiler.Operators;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.LoweredInAllForms;

namespace OnnxCodegen.Compiler.Tests.Operators;

public class QuantizationTests
{
    [Fact]
    public void Quotients_round_half_to_even_and_saturate()
    {
        Tensor quantized = Run(
            x => Quantization.QuantizeLinear(x[0], x[1], x[2]),
            Floats(1, 3, 5, 1000, -1000), Tensor.Scalar(ElementType.Float, 2), Tensor.Scalar(ElementType.UInt8, 10));
        Assert.Equal(ElementType.UInt8, quantized.Type);
        Assert.Equal([10L, 12, 12, 255, 0], quantized.Longs);
    }

    [Fact]
    public void Each_slice_of_an_axis_may_have_its_scale()
    {
        Tensor x = new(ElementType.Int8, [2, 2], new long[] { 1, 2, 3, 4 });
        Assert.Equal(
            [0.0, 10, 4, 6],
            Run(v => Quantization.DequantizeLinear(v[0], v[1], v[2], axis: 0), x, Floats(10, 2), Integers(ElementType.Int8, 1, 1)).Doubles);
        Assert.Equal(
            [10.0, 4, 30, 8],
            Run(v => Quantization.DequantizeLinear(v[0], v[1], axis: -1), x, Floats(10, 2)).Doubles);
    }

    [Fact]
    public void The_last_block_may_be_cut()
    {
        Tensor x = new(ElementType.Int4, [1, 5], new long[] { 1, 2, 3, 4, 5 });
        Tensor scales = Floats([1, 3], 1, 10, 100);
        Assert.Equal([1.0, 2, 30, 40, 500], Run(v => Quantization.DequantizeLinear(v[0], v[1], blockSize: 2), x, scales).Doubles);
    }

    [Fact]
    public void The_range_of_the_data_gives_scale_and_zero_point()
    {
        var results = RunAll(
            x =>
            {
                (Value y, Value scale, Value zeroPoint) = Quantization.DynamicQuantizeLinear(x[0]);
                return [y, scale, zeroPoint];
            },
            Floats(0, 2, -3, -2.5, 1.34, 0.5));
        Assert.Equal([153L, 255, 0, 26, 221, 179], results[0].Longs);
        Assert.Equal(0.0196078438, results[1].Doubles[0], 8);
        Assert.Equal([153L], results[2].Longs);
    }
}
