using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Support vector machines: weighted sums of a kernel function of the features and of each support vector.</summary>
[Domain("ai.onnx.ml")]
internal static class SupportVectorMachines
{
    /// <summary>The standard's post_transform has no meaning for the single score.</summary>
    [Operator, Since(1)]
    public static Value SVMRegressor(
        Value x, double[] coefficients, double[] rho, double[]? kernelParams = null, string kernelType = "LINEAR", long nSupports = 0,
        long oneClass = 0, string postTransform = "NONE", double[]? supportVectors = null)
    {
        _ = postTransform;
        Value features = LinearModels.Features(x);
        double offset = rho.Length > 0 ? rho[0] : throw new ModelException(DiagnosticCode.InvalidAttribute, "The attribute rho is empty.");
        Value terms = nSupports > 0
            ? SupportVectorKernel.Of(kernelType, kernelParams).Apply(features, supportVectors ?? [], checked((int)nSupports))
            : features;
        Value score = Contractions.MatMul(terms, LinearModels.Matrix(x.Scope, coefficients, coefficients.Length, 1)) + offset;
        return oneClass == 0 ? score : Map(score, s => Select(Less(ScalarExpr.Literal(s.Type, 0), s), Number(s, 1), Number(s, -1)));
    }

    [Operator, Since(1)]
    public static (Value Y, Value Z) SVMClassifier(
        Value x, double[] coefficients, double[] rho, long[]? classlabelsInts = null, string[]? classlabelsStrings = null,
        double[]? kernelParams = null, string kernelType = "LINEAR", string postTransform = "NONE", double[]? probA = null,
        double[]? probB = null, double[]? supportVectors = null, long[]? vectorsPerClass = null)
    {
        ClassLabels labels = ClassLabels.Of(classlabelsInts, classlabelsStrings);
        Value features = LinearModels.Features(x);
        if (vectorsPerClass is not { Length: > 0 } || vectorsPerClass.Sum() == 0)
            return Linear(features, coefficients, rho, labels, postTransform);
        var pairs = new ClassPairs(labels.Count, vectorsPerClass, coefficients, rho);
        Value kernels = SupportVectorKernel.Of(kernelType, kernelParams).Apply(features, supportVectors ?? [], pairs.Vectors);
        Value scores = pairs.Scores(kernels);
        Value label = labels.OfLargest(pairs.Votes(scores));
        if (probA is { Length: > 0 })
            return (label, PostTransforms.Apply(pairs.Probabilities(scores, probA, probB ?? []), postTransform));
        return (label, labels.Count > 2 ? PostTransforms.Apply(scores, postTransform) : Both(scores, postTransform));
    }

    /// <summary>One row of coefficients for each class.</summary>
    static (Value, Value) Linear(Value features, double[] coefficients, double[] rho, ClassLabels labels, string postTransform)
    {
        if (coefficients.Length % labels.Count != 0 || rho.Length == 0)
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"The coefficients and rho do not fill {labels.Count} rows.");
        Value rows = LinearModels.Matrix(features.Scope, coefficients, labels.Count, coefficients.Length / labels.Count);
        Value scores = Contractions.MatMul(features, Views.Permute(rows, new[] { 1, 0 })) + rho[0];
        Value transformed = PostTransforms.Apply(scores, postTransform);
        if (labels.Count != 2)
            return (labels.OfLargest(scores), transformed);
        // Two classes are told apart by the larger score and a threshold, below which the larger one decides.
        bool areAllPositive = coefficients.All(c => c >= 0);
        Value largest = Reductions.Max(scores, 1);
        Value second = scores.Scope.Add(new ArgReduce(true, 1, false), scores);
        Value number = Map(Views.Squeeze(largest, 1), Views.Squeeze(second, 1), (s, place) => Select(
            areAllPositive ? LessOrEqual(Number(s, 0.5), s) : Less(Number(s, 0), s), ScalarExpr.Of(1), place));
        return (labels.At(number), transformed);
    }

    /// <summary>The scores of two classes from that of their pair.</summary>
    static Value Both(Value score, string postTransform) => postTransform switch
    {
        "NONE" => score.Scope.Add(new Concat(1), -score, score),
        "PROBIT" => PostTransforms.Probit(score.Scope.Add(new Concat(1), 1 - score, score)),
        _ => score.Scope.Add(new Concat(1), 1 - score, score),
    };

    static ScalarExpr Number(ScalarExpr like, double value) => ScalarExpr.Literal(like.Type, value);
}
