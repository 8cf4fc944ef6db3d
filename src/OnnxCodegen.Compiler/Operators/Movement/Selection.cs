using System.Collections.Generic;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Elements chosen by their values: results whose length may depend on the data.</summary>
internal static class Selection
{
    /// <summary>The coordinates of the nonzero elements, one axis in each row.</summary>
    [Operator, Since(9)]
    public static Value NonZero(Value x)
    {
        if (x.Rank > 0)
            return Views.Permute(Indexing.NonZero(x), new[] { 1, 0 });
        Value found = Indexing.NonZero(Views.Reshape(x, 1));
        return Views.Slice(Views.Permute(found, new[] { 1, 0 }), 0, 0, 0);
    }

    [Operator, Since(9)]
    public static Value Compress(Value input, Value condition, long? axis = null)
    {
        Value places = Indexing.Places(condition);
        return axis is { } along
            ? Indexing.Take(input, places, Views.Axis(along, input.Rank))
            : Indexing.Take(Views.Reshape(input, input.Shape.Elements), places, 0);
    }

    [Operator("TopK"), Since(1)]
    public static IReadOnlyList<Value> TopK1(Value x, long k, long axis = -1) => TopK(x, k, axis, true);

    [Operator, Since(10)]
    public static IReadOnlyList<Value> TopK(Value x, Value k, long axis = -1, bool largest = true, bool sorted = true) =>
        TopK(x, DimVectors.Scalar(k), axis, largest);

    static IReadOnlyList<Value> TopK(Value x, Dim k, long axis, bool largest)
    {
        int along = Views.Axis(axis, x.Rank);
        x.Scope.RequireAtLeast(x.Shape[along], k, "The axis must have as many elements as are selected", x);
        return x.Scope.AddNode(new Sort(along, largest, k), x);
    }
}
