using System;
using System.Linq;
using OnnxCodegen.Compiler.Operators;
using OnnxCodegen.Compiler.Planning;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Rewriting;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Planning;

/// <summary>Convolutions become kernel calls wherever their operands lie.</summary>
public class ConvolvePlanTests
{
    static readonly long[] Image = [1, 6, 8, 10];

    [Fact]
    public void Two_convolutions_that_are_added_are_two_calls()
    {
        KernelCall[] calls = Calls(
            x => Activations.Relu(Convolutions.Conv(x[0], x[1]) + Convolutions.Conv(x[0], x[2])), Image, [4, 6, 1, 1], [4, 6, 1, 1]);
        ConvolveCall[] convolutions = [.. calls.OfType<ConvolveCall>()];
        Assert.Equal(2, convolutions.Length);
        Assert.Single(convolutions, c => c.Operands.Count == 1);
        Assert.DoesNotContain(calls, c => c is ScalarLoop or ContractLoop);
    }

    [Fact]
    public void A_residual_in_another_order_is_copied_for_the_epilogue()
    {
        KernelCall[] calls = Calls(x => Convolutions.Conv(x[0], x[1]) + x[2], Image, [4, 6, 1, 1], [1, 4, 8, 10]);
        Assert.Single(Assert.Single(calls.OfType<ConvolveCall>()).Operands);
        Assert.DoesNotContain(calls, c => c is ScalarLoop or ContractLoop);
    }

    [Fact]
    public void Windows_may_start_within_the_source()
    {
        KernelCall[] calls = Calls(x => Convolutions.Conv(Views.Slice(x[0], 2, 3, 5), x[1]), Image, [4, 6, 3, 3]);
        Assert.Single(calls.OfType<ConvolveCall>());
        Assert.DoesNotContain(calls, c => c is ContractLoop);
    }

    [Theory]
    [InlineData(2, 2, 0)]
    [InlineData(4, 2, 1)]
    [InlineData(3, 2, 1)]
    public void A_transposed_convolution_has_a_call_for_each_phase(long kernel, long stride, long pad)
    {
        KernelCall[] calls = Calls(
            x => TransposedConvolution.ConvTranspose(x[0], x[1], strides: [stride, stride], pads: [pad, pad, pad, pad]), Image, [6, 4, kernel, kernel]);
        ConvolveCall[] phases = [.. calls.OfType<ConvolveCall>()];
        Assert.Equal(stride * stride, phases.Length);
        Assert.Equal(kernel * kernel, phases.Sum(p => p.Kernel.Aggregate(1L, (product, k) => product * k.Value)));
        Assert.DoesNotContain(calls, c => c is ContractLoop);
    }

    [Fact]
    public void A_transposed_convolution_of_one_pixel_is_a_product()
    {
        KernelCall[] calls = Calls(
            x => Activations.Relu(TransposedConvolution.ConvTranspose(x[0], x[1], x[2])), [2, 16, 1, 1], [16, 8, 4, 4], [8]);
        MatMulCall product = Assert.Single(calls.OfType<MatMulCall>());
        Assert.Equal((2, 8 * 16, 16), (product.M.Value, product.N.Value, product.K.Value));
        Assert.DoesNotContain(calls, c => c is ConvolveCall or ContractLoop or ScalarLoop);
    }

    [Fact]
    public void Groups_of_a_transposed_convolution_are_one_call() =>
        Assert.Single(Calls(x => TransposedConvolution.ConvTranspose(x[0], x[1], strides: [2, 2], group: 3), Image, [6, 2, 3, 3]).OfType<ConvolveCall>());

    static KernelCall[] Calls(Func<Value[], Value> lowering, params long[][] shapes)
    {
        var scope = new Scope();
        Value[] inputs = [.. shapes.Select((dims, i) => scope.Add(new Parameter("x" + i, new TensorType(ElementType.Float, Shape.Of(dims)))))];
        var graph = new Graph("image", inputs, [new GraphOutput("y", lowering(inputs))]);
        return [.. Planner.Plan(Rewriter.Rewrite(graph)).Calls];
    }
}
