using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Tensors with elements and slices replaced, or combined with others, at given indices.</summary>
internal static class Scattering
{
    [Operator, Since(9)]
    public static Value Scatter(Value data, Value indices, Value updates, long axis = 0) => ScatterElements(data, indices, updates, axis);

    [Operator, Since(11)]
    public static Value ScatterElements(Value data, Value indices, Value updates, long axis = 0, string reduction = "none")
    {
        int along = Views.Axis(axis, data.Rank);
        return Add(data, along, reduction, Indexing.Elements(data, indices, along), updates);
    }

    [Operator, Since(11)]
    public static Value ScatterND([AtLeast(1)] Value data, [AtLeast(1), Indices] Value indices, Value updates, string reduction = "none") =>
        Add(data, 0, reduction, Indexing.Tuples(data, indices, 0), updates);

    /// <summary>Writes the update into the cache, from each batch entry's write index on.</summary>
    [Operator, Since(24)]
    public static Value TensorScatter(
        Value pastCache, Value update, Value? writeIndices = null, string mode = "linear", long axis = -2)
    {
        int along = Views.Axis(axis, pastCache.Rank);
        var shape = new Shape(update.Shape.Take(along + 1));
        Value starts = writeIndices is null
            ? pastCache.Scope.Scalar(0)
            : Views.Reshape(Cast(writeIndices, ElementType.Int64), new Shape(shape.Select((n, i) => i == 0 ? n : Dim.One)));
        Value places = MapOver(pastCache.Scope, shape, new[] { starts }, start =>
        {
            ScalarExpr place = start[0] + ScalarExpr.Index(along);
            return mode == "circular"
                ? ScalarExpr.Apply(ScalarOperation.Modulo, place, ScalarExpr.Of(pastCache.Shape[along]))
                : place;
        });
        return Add(pastCache, along, "none", new[] { places }, update);
    }

    static Value Add(Value data, int batch, string reduction, Value[] places, Value updates) =>
        data.Scope.Add(new Scatter(batch, Operation(reduction)), new[] { data }.Concat(places).Concat(new[] { updates }).ToArray());

    static ScatterOperation Operation(string reduction) => reduction switch
    {
        "none" => ScatterOperation.Set,
        "add" => ScatterOperation.Add,
        "mul" => ScatterOperation.Multiply,
        "min" => ScatterOperation.Min,
        "max" => ScatterOperation.Max,
        _ => throw new ModelException($"The reduction '{reduction}' is none of none, add, mul, min and max."),
    };
}
