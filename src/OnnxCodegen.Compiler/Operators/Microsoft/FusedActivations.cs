using OnnxCodegen.Compiler.Import;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Activations together with what stands around them.</summary>
[Domain("com.microsoft")]
internal static class FusedActivations
{
    [Operator(Widens = true)]
    public static Value Gelu(Value x) => Activations.Gelu(x);

    /// <summary>x · sigmoid(alpha · x).</summary>
    [Operator(Widens = true)]
    public static Value QuickGelu(Value x, double alpha = 1.702) => Map(x, a => a * Sigmoid(alpha * a));

    /// <summary>Gelu of x + bias by the tanh form.</summary>
    [Operator(Widens = true)]
    public static Value FastGelu(Value x, Value? bias = null) => Activations.Gelu(bias is null ? x : x + bias, "tanh");

    [Operator(Widens = true)]
    public static Value BiasGelu(Value a, Value b) => Activations.Gelu(a + b);

    /// <summary>The left half of x + bias times Gelu of the right one.</summary>
    [Operator(Widens = true)]
    public static Value BiasSplitGelu(Value x, Value bias)
    {
        Value sum = x + bias;
        int last = sum.Rank - 1;
        Dim half = sum.Shape[last] / 2;
        return Views.Slice(sum, last, 0, half) * Activations.Gelu(Views.Slice(sum, last, half, half));
    }

    /// <summary>The softmax of data + bias over the axes from the given one on.</summary>
    /// <param name="isInnerBroadcast">Whether the bias is repeated along the axes before the given one; else along the first ones. Its axes
    /// of length 1 say the same.</param>
    [Operator(Widens = true)]
    public static Value BiasSoftmax(Value data, Value bias, bool isInnerBroadcast, long axis = 1) =>
        bias.Rank <= data.Rank
            ? SoftmaxOperators.Softmax1(data + bias, axis)
            : throw new ModelException("The bias has more axes than what it is added to.");

    [Operator(Widens = true)]
    public static Value BiasAdd(Value x, Value bias, Value skip) => x + bias + skip;

    /// <summary>x + y · gate; the product is rounded.</summary>
    [Operator]
    public static Value GatedAdd(Value x, Value y, Value gate) => x + (y * gate);

    /// <summary>Dropout of data + bias, to which the residual is added.</summary>
    [Operator(Widens = true)]
    public static (Value Output, Value Mask) BiasDropout(
        Value data, Value bias, Value? residual = null, Value? ratio = null, Value? trainingMode = null, long? seed = null)
    {
        (Value output, Value mask) = Dropouts.Dropout(data + bias, ratio, trainingMode, seed);
        return (residual is null ? output : output + residual, mask);
    }
}
