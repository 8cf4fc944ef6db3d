using System;
using System.Collections.Generic;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import.Protobuf;
using Xunit;
using Tensor = System.Numerics.Tensors.Tensor;

namespace OnnxCodegen.Generator.Tests;

/// <summary>What a model assumes of sizes that are free is checked when they are known.</summary>
public sealed class SizeCheckTests
{
    [Fact]
    public void Lengths_of_inputs_that_must_agree_are_checked_at_the_start()
    {
        IOnnxModel model = EmittedModel.Load(Models.Model(
            [Models.Node("MatMul", ["a", "b"], ["y"])],
            [Models.Value("a", ElementType.Float, 2, "k"), Models.Value("b", ElementType.Float, "rows", 3)],
            [Models.Value("y", ElementType.Float, 2, 3)]));

        model.Run(new Dictionary<string, object?> { ["a"] = Floats(2, 4), ["b"] = Floats(4, 3) });
        AssertRefused(
            model, new() { ["a"] = Floats(2, 4), ["b"] = Floats(5, 3) },
            "y: The lengths of the summed axes must agree ('a', float[2, k]; 'b', float[rows, 3]): 5 is expected, but it is 4.");
    }

    [Fact]
    public void Lengths_that_do_not_broadcast_are_refused()
    {
        IOnnxModel model = EmittedModel.Load(Models.Model(
            [Models.Node("Add", ["a", "b"], ["y"])],
            [Models.Value("a", ElementType.Float, "m"), Models.Value("b", ElementType.Float, 4)],
            [Models.Value("y", ElementType.Float, 4)]));

        model.Run(new Dictionary<string, object?> { ["a"] = Floats(1), ["b"] = Floats(4) });
        model.Run(new Dictionary<string, object?> { ["a"] = Floats(4), ["b"] = Floats(4) });
        AssertRefused(
            model, new() { ["a"] = Floats(3), ["b"] = Floats(4) },
            "y: The shapes do not broadcast ('a', float[m]; 'b', float[4]): 4 is expected, but it is 3.");
    }

    [Fact]
    public void A_shape_that_is_an_input_is_checked_when_it_is_read()
    {
        IOnnxModel model = EmittedModel.Load(Models.Model(
            [Models.Node("Reshape", ["x", "shape"], ["y"])],
            [Models.Value("x", ElementType.Float, "n"), Models.Value("shape", ElementType.Int64, 2)],
            [Models.Value("y", ElementType.Float, "rows", "columns")]));

        model.Run(new Dictionary<string, object?> { ["x"] = Floats(6), ["shape"] = Tensor.Create([2L, 3]) });
        AssertRefused(
            model, new() { ["x"] = Floats(6), ["shape"] = Tensor.Create([4L, 2]) },
            "y: The element counts before and after a reshape must agree ('x', float[n]): 8 is expected, but it is 6.");
    }

    [Fact]
    public void A_length_that_depends_on_data_is_checked_when_it_is_counted()
    {
        IOnnxModel model = EmittedModel.Load(Models.Model(
            [
                Models.Node("NonZero", ["x"], ["places"]),
                Models.Node("Cast", ["places"], ["numbers"], new AttributeProto { Name = "to", Type = 2, I = (int)ElementType.Float }),
                Models.Node("MatMul", ["numbers", "weights"], ["y"]),
            ],
            [Models.Value("x", ElementType.Float, 5), Models.Value("weights", ElementType.Float, "rows", 2)],
            [Models.Value("y", ElementType.Float, 1, 2)]));

        model.Run(new Dictionary<string, object?> { ["x"] = Floats(5), ["weights"] = Floats(4, 2) });
        string message = Assert.Throws<ArgumentException>(
            () => model.Run(new Dictionary<string, object?> { ["x"] = Floats(5), ["weights"] = Floats(3, 2) })).Message;
        Assert.Contains("the result of 'numbers'", message, StringComparison.Ordinal);
        Assert.Contains("'weights', float[rows, 2]", message, StringComparison.Ordinal);
        Assert.EndsWith("3 is expected, but it is 4.", message, StringComparison.Ordinal);
    }

    static void AssertRefused(IOnnxModel model, Dictionary<string, object?> inputs, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => model.Run(inputs)).Message);

    /// <summary>0, 1, 2, … in the given shape.</summary>
    static System.Numerics.Tensors.Tensor<float> Floats(params nint[] lengths)
    {
        nint count = 1;
        foreach (nint length in lengths)
            count *= length;
        var elements = new float[count];
        for (int i = 0; i < count; i++)
            elements[i] = i;
        return Tensor.Create(elements, lengths);
    }
}
