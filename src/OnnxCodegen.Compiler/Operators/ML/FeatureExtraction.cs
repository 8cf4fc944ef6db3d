using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Choice of features.</summary>
[Domain("ai.onnx.ml")]
internal static class FeatureExtraction
{
    /// <summary>Elements of the last axis at the given places; a vector counts as one row.</summary>
    [Operator, Since(1)]
    public static Value ArrayFeatureExtractor(Value x, Value y)
    {
        Value rows = x.Rank == 1 ? Views.Unsqueeze(x, 0) : x;
        Value places = Views.Reshape(Cast(y, ElementType.Int64), y.Shape.Elements);
        return Indexing.Take(rows, places, rows.Rank - 1);
    }
}
