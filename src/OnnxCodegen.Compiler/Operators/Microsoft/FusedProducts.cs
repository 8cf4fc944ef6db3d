using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Products and convolutions with transpositions, scales, sums and activations.</summary>
[Domain("com.microsoft")]
internal static class FusedProducts
{
    /// <summary>The activation of a convolution and a further summand.</summary>
    [Operator(Widens = true)]
    public static Value FusedConv(
        [AtLeast(3)] Value x, [AtLeast(3)] Value w, [Rank(1)] Value? b = null, Value? z = null, string activation = "", double[]? activationParams = null, string autoPad = "NOTSET",
        long[]? dilations = null, long group = 1, long[]? kernelShape = null, long[]? pads = null, long[]? strides = null)
    {
        Value sum = Convolutions.Conv(x, w, b, autoPad, dilations, group, kernelShape, pads, strides);
        double[] parameters = activationParams ?? [];
        return Activate(z is null ? sum : sum + z, activation, parameters.Take(1), parameters.Skip(1));
    }

    /// <summary>Conv of images whose channels come last.</summary>
    [Operator(Widens = true)]
    public static Value NhwcConv(
        [AtLeast(3)] Value x, [AtLeast(3)] Value w, [Rank(1)] Value? b = null, string autoPad = "NOTSET", long[]? dilations = null, long group = 1,
        long[]? kernelShape = null, long[]? pads = null, long[]? strides = null) =>
        ChannelsLast.Of(x, images => Convolutions.Conv(images, w, b, autoPad, dilations, group, kernelShape, pads, strides));

    /// <summary>FusedConv of images whose channels come last.</summary>
    [Operator(Widens = true)]
    public static Value NhwcFusedConv(
        [AtLeast(3)] Value x, [AtLeast(3)] Value w, [Rank(1)] Value? b = null, [AtLeast(3)] Value? z = null, string activation = "", double[]? activationParams = null,
        string autoPad = "NOTSET", long[]? dilations = null, long group = 1, long[]? kernelShape = null, long[]? pads = null, long[]? strides = null) =>
        ChannelsLast.Of(x, images => FusedConv(
            images, w, b, z is null ? null : Views.MoveAxis(z, z.Rank - 1, 1), activation, activationParams, autoPad, dilations, group, kernelShape, pads, strides));

    [Operator(Widens = true)]
    public static Value FusedGemm(
        Value a, Value b, Value? c = null, string activation = "", double? activationAlpha = null, double? activationBeta = null,
        double? activationGamma = null, double alpha = 1, double beta = 1, long transA = 0, long transB = 0) =>
        Activate(
            MatrixProducts.Gemm(a, b, c, alpha, beta, transA, transB), activation,
            Given(activationAlpha), Given(activationBeta ?? activationGamma));

    /// <summary>alpha times the product of stacks of matrices, whose first axis comes behind the batch axes (transBatch) and whose last two
    /// are exchanged (trans) on demand.</summary>
    [Operator(Widens = true)]
    public static Value FusedMatMul(
        Value a, Value b, double alpha = 1, long transA = 0, long transB = 0, long transBatchA = 0, long transBatchB = 0)
    {
        Value product = Contractions.MatMul(Transposed(a, transA != 0, transBatchA != 0), Transposed(b, transB != 0, transBatchB != 0));
        return alpha == 1 ? product : product * alpha;
    }

    [Operator(Widens = true)]
    public static Value TransposeMatMul(Value a, Value b, double alpha = 1, long transA = 0, long transB = 0) =>
        FusedMatMul(a, b, alpha, transA, transB);

    [Operator(Widens = true)]
    public static Value FusedMatMulActivation(
        Value a, Value b, string activation, double? activationAlpha = null, double? activationBeta = null, double? activationGamma = null,
        long activationAxis = -1, double alpha = 1, long transA = 0, long transB = 0, long transBatchA = 0, long transBatchB = 0)
    {
        Value product = FusedMatMul(a, b, alpha, transA, transB, transBatchA, transBatchB);
        return activation == "Softmax"
            ? SoftmaxOperators.Softmax(product, activationAxis)
            : Activate(product, activation, Given(activationAlpha), Given(activationBeta ?? activationGamma));
    }

    [Operator(Widens = true)]
    public static Value GemmFastGelu(Value x, Value w, Value? bias = null) => FusedActivations.FastGelu(Contractions.MatMul(x, w), bias);

    static Value Activate(Value x, string activation, IEnumerable<double> alphas, IEnumerable<double> betas)
    {
        if (activation.Length == 0)
            return x;
        System.Func<ScalarExpr, ScalarExpr> function = NamedActivations.Of(activation, new Queue<double>(alphas), new Queue<double>(betas));
        return Map(x, function);
    }

    static IEnumerable<double> Given(double? parameter) => parameter is { } value ? new[] { value } : [];

    static Value Transposed(Value x, bool matrix, bool batch)
    {
        int rank = x.Rank;
        if (rank < 2)
            return x;
        int[] axes = Enumerable.Range(0, rank).ToArray();
        if (batch)
            axes = Enumerable.Range(1, rank - 2).Append(0).Append(rank - 1).ToArray();
        if (matrix)
            (axes[rank - 2], axes[rank - 1]) = (axes[rank - 1], axes[rank - 2]);
        return Views.Permute(x, axes);
    }
}
