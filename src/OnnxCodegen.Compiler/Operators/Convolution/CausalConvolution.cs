using System;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>A convolution along a sequence that sees the past alone and hands its last elements on.</summary>
internal static class CausalConvolution
{
    /// <param name="input">[N, C, L].</param>
    /// <param name="weight">[C, 1, k].</param>
    /// <param name="pastState">The last k − 1 elements of what came before, [N, C, k − 1]; zeros when missing.</param>
    [Operator(Widens = true), Since(27)]
    public static (Value Output, Value PresentState) CausalConvWithState(
        Value input, [AtLeast(3)] Value weight, [Rank(1)] Value? bias = null, Value? pastState = null, string activation = "none")
    {
        (Value output, Value whole, Dim memory) = Convolve(input, weight, bias, pastState, activation, 1);
        return (output, Views.Slice(whole, 2, whole.Shape[2] - memory, memory));
    }

    /// <summary>The convolution, its input behind what came before, and how many elements of that a place sees.</summary>
    /// <param name="dilation">How far the elements that a place sees lie apart.</param>
    public static (Value Output, Value Whole, Dim Memory) Convolve(
        Value input, Value weight, Value? bias, Value? pastState, string activation, long dilation)
    {
        Dim memory = (weight.Shape[2] - 1) * dilation;
        Value whole = pastState is null
            ? Windows.Border(input, new[] { memory }, new Dim[] { 0 }, Like(input, 0))
            : input.Scope.Add(new Concat(2), pastState, input);
        Value windows = Windows.Slide(
            whole, new[] { weight.Shape[2] }, new[] { Dim.One }, new Dim[] { dilation }, new[] { Dim.Zero }, new[] { Dim.Zero }, Like(input, 0));
        Value product = Contractions.Contract(
            windows, Views.Reshape(weight, weight.Shape[0], weight.Shape[2]), new[] { 1 }, new[] { 0 }, new[] { 3 }, new[] { 1 });
        Value output = Channels.Biased(Views.Permute(product, new[] { 1, 0, 2 }), bias);
        return (Activate(output, activation), whole, memory);
    }

    static Value Activate(Value x, string activation) => activation switch
    {
        "none" or "" => x,
        "silu" or "swish" => Map(x, a => a * Sigmoid(a)),
        _ => throw new ModelException($"The activation '{activation}' is unknown."),
    };
}
