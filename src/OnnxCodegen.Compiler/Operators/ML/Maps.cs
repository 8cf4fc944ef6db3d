using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Rows of scores with labels.</summary>
[Domain("ai.onnx.ml")]
internal static class Maps
{
    /// <summary>For each row a map from labels to scores. As an output of the model it is the matrix itself, which the generated class
    /// presents with the labels.</summary>
    [Operator, Since(1)]
    public static Value ZipMap(Value x, string[]? classlabelsStrings = null, long[]? classlabelsInt64s = null)
    {
        object labels = classlabelsStrings is { Length: > 0 } ? classlabelsStrings
            : classlabelsInt64s is { Length: > 0 } ? classlabelsInt64s
            : throw new ModelException(DiagnosticCode.InvalidAttribute, "The ZipMap has no labels.");
        ElementType key = labels is string[] ? ElementType.String : ElementType.Int64;
        var type = new SequenceType(new MapType(key, new TensorType(ElementType.Float, Shape.Scalar)));
        Value rows = x.Rank == 1 ? Views.Unsqueeze(x, 0) : x;
        return x.Scope.Add(new Call(new CallFunction(LabelledOutputs.Function, new[] { labels }), new ValueType[] { type }), rows);
    }
}
