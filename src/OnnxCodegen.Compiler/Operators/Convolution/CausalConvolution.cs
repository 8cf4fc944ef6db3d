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
        Dim memory = weight.Shape[2] - 1;
        Value whole = pastState is null
            ? Windows.Border(input, new[] { memory }, new Dim[] { 0 }, Like(input, 0))
            : input.Scope.Add(new Concat(2), pastState, input);
        Value present = Views.Slice(whole, 2, whole.Shape[2] - memory, memory);
        Value windows = Windows.Along(whole, 2, weight.Shape[2], 0, 0, Like(input, 0));
        Value product = Contractions.Contract(
            windows, Views.Reshape(weight, weight.Shape[0], weight.Shape[2]), new[] { 1 }, new[] { 0 }, new[] { 3 }, new[] { 1 });
        Value output = Channels.Biased(Views.Permute(product, new[] { 1, 0, 2 }), bias);
        return (Activate(output, activation), present);
    }

    static Value Activate(Value x, string activation) => activation switch
    {
        "none" or "" => x,
        "silu" or "swish" => Map(x, a => a * Sigmoid(a)),
        _ => throw new ModelException($"The activation '{activation}' is unknown."),
    };
}
