using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Preparation of numeric features: scaling, thresholds, missing values and norms.</summary>
[Domain("ai.onnx.ml")]
internal static class FeatureScaling
{
    [Operator, Since(1)]
    public static Value Scaler(Value x, double[]? offset = null, double[]? scale = null)
    {
        Value result = Cast(x, ElementType.Float);
        if (offset is { Length: > 0 })
            result = result - PerFeature(result, offset);
        return scale is { Length: > 0 } ? result * PerFeature(result, scale) : result;
    }

    [Operator, Since(1)]
    public static Value Binarizer(Value x, double threshold = 0) =>
        Map(x, a => Cast(Less(ScalarExpr.Literal(a.Type, threshold), a), a.Type));

    [Operator, Since(1)]
    public static Value Imputer(
        Value x, double[]? imputedValueFloats = null, long[]? imputedValueInt64s = null, double replacedValueFloat = 0, long replacedValueInt64 = 0)
    {
        bool isFloating = x.ElementType.IsFloating();
        if (!isFloating && x.ElementType is not (ElementType.Int32 or ElementType.Int64))
            throw new ModelException($"Values are imputed to floats and signed integers of 32 or 64 bits, but a tensor of type {x.Type} is given.");
        double[]? imputed = isFloating ? imputedValueFloats : imputedValueInt64s?.Select(i => (double)i).ToArray();
        if (imputed is not { Length: > 0 })
            throw new ModelException(DiagnosticCode.InvalidAttribute, "The Imputer has no values to impute.");
        return Map(x, PerFeature(x, imputed), (a, value) =>
            Select(
                isFloating && double.IsNaN(replacedValueFloat) ? IsNaN(a)
                    : Equal(a, isFloating ? ScalarExpr.Literal(a.Type, replacedValueFloat) : ScalarExpr.Literal(a.Type, replacedValueInt64)),
                value, a));
    }

    [Operator, Since(1)]
    public static Value Normalizer(Value x, string norm = "MAX")
    {
        Value a = Cast(x, ElementType.Float);
        int[] axes = a.Rank == 1 ? new[] { 0 } : Enumerable.Range(1, a.Rank - 1).ToArray();
        Value size = norm switch
        {
            "MAX" => Reductions.Max(a, axes),
            "L1" => Reductions.Sum(Abs(a), axes),
            "L2" => Sqrt(Reductions.Sum(a * a, axes)),
            _ => throw new ModelException(DiagnosticCode.InvalidAttribute, $"'{norm}' is no norm."),
        };
        return Map(a, size, (e, s) => e / Select(Equal(s, ScalarExpr.Literal(s.Type, 0)), ScalarExpr.Literal(s.Type, 1), s));
    }

    /// <summary>The parts side by side as floats, each cut or filled with zeros to its number of features.</summary>
    [Operator, Since(1)]
    public static Value FeatureVectorizer(IReadOnlyList<Value> x, long[]? inputdimensions = null)
    {
        Value[] parts = x.Select((part, i) => Fit(LinearModels.Features(part), inputdimensions?[i])).ToArray();
        return parts[0].Scope.Add(new Primitives.Concat(1), parts);
    }

    static Value Fit(Value x, long? features)
    {
        Value flat = x.Rank == 2 ? x : Views.Reshape(x, x.Shape[0], Dim.Product(x.Shape.Skip(1)));
        if (features is not { } count || flat.Shape[1] == count)
            return flat;
        Dim missing = count - flat.Shape[1];
        var pad = new Primitives.Pad(new[] { Dim.Zero, Dim.Zero }, new[] { Dim.Zero, missing }, new[] { Dim.Zero, Dim.Zero });
        return flat.Scope.Add(pad, flat, flat.Scope.Constant(ElementType.Float, 0));
    }

    /// <summary>One number for all features, or one for each along the last axis.</summary>
    static Value PerFeature(Value x, double[] numbers)
    {
        Tensor tensor = x.ElementType.IsFloating()
            ? new Tensor(x.ElementType, new long[] { numbers.Length }, numbers)
            : new Tensor(x.ElementType, new long[] { numbers.Length }, numbers.Select(n => (long)n).ToArray());
        return x.Scope.Constant(tensor);
    }
}
