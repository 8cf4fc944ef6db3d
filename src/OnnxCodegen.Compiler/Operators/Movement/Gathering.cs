using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Elements and slices at given indices.</summary>
internal static class Gathering
{
    [Operator, Since(1)]
    public static Value Gather(Value data, Value indices, long axis = 0)
    {
        int along = Views.Axis(axis, data.Rank);
        return Indexing.Take(data, Indexing.Wrap(indices, data.Shape[along]), along);
    }

    [Operator, Since(11)]
    public static Value GatherElements(Value data, Value indices, long axis = 0)
    {
        int along = Views.Axis(axis, data.Rank);
        Value[] places = Indexing.Elements(data, indices, along);
        return data.Scope.Add(new Gather(along, OutsideMode.Error), new[] { data }.Concat(places).ToArray());
    }

    [Operator, Since(11)]
    public static Value GatherND([AtLeast(1)] Value data, [AtLeast(1), Indices] Value indices, long batchDims = 0)
    {
        int batch = (int)batchDims;
        Value[] places = Indexing.Tuples(data, indices, batch);
        if (places.Length == 0)
            throw new ModelException("The tuples of indices are empty.");
        return data.Scope.Add(new Gather(batch, OutsideMode.Error), new[] { data }.Concat(places).ToArray());
    }
}
