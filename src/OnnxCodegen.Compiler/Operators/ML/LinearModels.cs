using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Linear models: scores are products of the features with one row of coefficients for each class or target.</summary>
[Domain("ai.onnx.ml")]
internal static class LinearModels
{
    [Operator, Since(1)]
    public static Value LinearRegressor(
        Value x, double[]? coefficients = null, double[]? intercepts = null, long targets = 1, string postTransform = "NONE") =>
        PostTransforms.Apply(Scores(x, coefficients, intercepts, (int)targets), postTransform);

    [Operator, Since(1)]
    public static (Value Y, Value Z) LinearClassifier(
        Value x, double[] coefficients, double[]? intercepts = null, long[]? classlabelsInts = null, string[]? classlabelsStrings = null,
        long multiClass = 0, string postTransform = "NONE")
    {
        _ = multiClass; // without meaning in the standard
        ClassLabels labels = ClassLabels.Of(classlabelsInts, classlabelsStrings);
        bool hasOneScore = labels.Count <= 2 && (intercepts is { Length: > 0 } ? intercepts.Length == 1 : Features(x).Shape[1] == coefficients.Length);
        Value scores = Scores(x, coefficients, intercepts, hasOneScore ? 1 : labels.Count);
        if (!hasOneScore)
            return (labels.OfLargest(scores), PostTransforms.Apply(scores, postTransform));
        Value label = labels.Count == 1 ? labels.At(Fill(x.Scope, Shape.Of(scores.Shape[0]), Scalars.ScalarExpr.Of(0))) : labels.OfPositive(scores, 0);
        return (label, labels.Count == 1 ? PostTransforms.Apply(scores, postTransform) : Pair(scores, postTransform));
    }

    /// <summary>The features as rows of floats.</summary>
    public static Value Features(Value x) => Cast(x.Rank == 1 ? Views.Unsqueeze(x, 0) : x, ElementType.Float);

    /// <summary>A matrix of floats.</summary>
    public static Value Matrix(Scope scope, IEnumerable<double> elements, int rows, int columns) =>
        scope.Constant(new Tensor(ElementType.Float, new long[] { rows, columns }, elements.ToArray()));

    /// <summary>A row of floats.</summary>
    public static Value Row(Scope scope, IReadOnlyCollection<double> elements) => Matrix(scope, elements, 1, elements.Count);

    static Value Scores(Value x, double[]? coefficients, double[]? intercepts, int count)
    {
        if (coefficients is null || count <= 0 || coefficients.Length % count != 0)
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"The coefficients do not fill {count} rows.");
        Value rows = Views.Permute(Matrix(x.Scope, coefficients, count, coefficients.Length / count), new[] { 1, 0 });
        Value products = Contractions.MatMul(Features(x), rows);
        return intercepts is { Length: > 0 } ? products + Row(x.Scope, intercepts) : products;
    }

    /// <summary>The scores of both classes from that of the second one.</summary>
    static Value Pair(Value score, string postTransform) => postTransform switch
    {
        "PROBIT" => PostTransforms.Probit(score),
        "LOGISTIC" => Sigmoid(Join(-score, score)),
        _ => Join(1 - score, score),
    };

    static Value Join(Value first, Value second) => first.Scope.Add(new Concat(1), first, second);
}
