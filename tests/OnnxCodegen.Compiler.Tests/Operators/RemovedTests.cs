using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Operators;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.LoweredInAllForms;

namespace OnnxCodegen.Compiler.Tests.Operators;

public class RemovedTests
{
    [Fact]
    public void Elements_are_scaled()
    {
        Assert.Equal([1.0, 3, 5], Run(x => ScaledElements.Affine(x[0], 2, 1), Counting(3)).Doubles);
        Assert.Equal([0.0, 3, 6], Run(x => ScaledElements.Scale(x[0], 3), Counting(3)).Doubles);
        Assert.Equal([1.0, 3, 6, 8], Run(x => ScaledElements.ImageScaler(x[0], [1, 2], 2), Counting(1, 2, 1, 2)).Doubles);
        Assert.Equal(System.Math.Log(2), Run(x => ScaledElements.ParametricSoftplus(x[0], 1, 5), Counting(1)).Doubles[0], 1e-6);
        Assert.Equal(2 * System.Math.Tanh(3), Run(x => ScaledElements.ScaledTanh(x[0], 2, 3), Counting(2)).Doubles[1], 1e-6);
    }

    [Fact]
    public void A_gated_unit_keeps_the_state_of_an_ended_sequence()
    {
        Tensor state = Floats([2, 1], 0.5, 0.5), gates = Floats([2, 3], 9, 0, 0, 9, 0, 0);
        Assert.Equal([0.25, 0.5], Run(x => ScaledElements.GRUUnit(x[0], x[1], x[2], x[3]), state, gates, Floats(2, 1), Floats(1)).Doubles);
        Assert.Equal([0.25, 0], Run(x => ScaledElements.GRUUnit(x[0], x[1], x[2], x[3], dropStates: true), state, gates, Floats(2, 1), Floats(1)).Doubles);
    }

    [Fact]
    public void Tensors_are_filled_in_the_shape_that_is_told()
    {
        Tensor given = Run(x => FilledTensors.ConstantFill(x[0].Scope, x[0], 7, extraShape: [2]), Counting(3));
        Assert.Equal([3L, 2], given.Dims);
        Tensor contents = Run(x => FilledTensors.ConstantFill(x[0].Scope, x[0], 1, ElementType.Int64, inputAsShape: true), Longs(2, 3));
        Assert.Equal([2L, 3], contents.Dims);
        Assert.All(contents.Longs, e => Assert.Equal(1, e));
        Tensor listed = Run(x => FilledTensors.GivenTensorFill(x[0].Scope, values: [1, 2, 3, 4], shape: [2, 2]), Counting(1));
        Assert.Equal([2L, 2], listed.Dims);
        Assert.Throws<ModelException>(() => Run(x => FilledTensors.ConstantFill(x[0].Scope), Counting(1)));
    }

    [Fact]
    public void Counts_of_the_first_version_are_of_the_type_of_the_input()
    {
        OnnxNode node = new()
        {
            Name = string.Empty,
            Domain = string.Empty,
            Operator = "Split",
            Overload = string.Empty,
            Inputs = [],
            Outputs = ["a", "b"],
            Attributes = [],
            OpsetImports = new OpsetImports(new Dictionary<string, long>()),
        };
        Assert.Equal([0.0, 1, 0, 1], Lowered.Run(x => Rearranging.Tile1(x[0], x[1], x[2]), Counting(2), Floats([], 2), Floats([], 0)).Doubles);
        Assert.Equal([1.0, 2], Lowered.Run(x => Slicing.Split1(x[0], node, x[1])[1], Counting(3), Floats(1, 2)).Doubles);
    }

    [Fact]
    public void Images_lose_their_borders()
    {
        Assert.Equal([5.0, 6], Run(x => FilledTensors.Crop(x[0], [1, 1, 1, 1]), Counting(1, 1, 3, 4)).Doubles);
        Assert.Equal([2.0, 3, 6, 7], Run(x => FilledTensors.Crop(x[0], [2, 0, 0, 0], [2, 2]), Counting(1, 1, 3, 4)).Doubles);
        Assert.Equal([4.0, 5], Run(x => FilledTensors.DynamicSlice(x[0], x[1], x[2]), Counting(2, 4), Longs(1, 0), Longs(2, 2)).Doubles);
    }
}
