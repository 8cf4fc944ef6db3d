using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Elementwise replacement of keys by values, through the runtime's table of keys.</summary>
internal static class LookupTable
{
    /// <summary>The values of the elements' keys; of equal keys the first counts, and NaN is a key.</summary>
    /// <param name="other">The value of an element that is no key; where it is null such an element is an error.</param>
    public static Value Find(Value x, Tensor keys, Tensor values, Tensor? other)
    {
        if (keys.Length != values.Length)
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"There are {keys.Length} keys, but {values.Length} values.");
        // Position 0 stands for what is no key, so that the table itself only tells positions.
        Tensor all = Join(other ?? First(values), values);
        Value position = Positions(x, keys, other is null);
        return Indexing.Take(x.Scope.Constant(all), position, 0);
    }

    /// <summary>One more than the place of the key of each element; 0 for what is no key.</summary>
    static Value Positions(Value x, Tensor keys, bool isStrict)
    {
        if (x.ElementType != keys.Type)
            throw new ModelException($"The keys are of type {keys.Type.OnnxName()}, but a tensor of type {x.Type} is given.");
        var places = new Dictionary<object, long>();
        for (int i = 0; i < keys.Length; i++)
        {
            object key = keys.Data.GetValue(i)!;
            if (!places.ContainsKey(key))
                places.Add(key, i + 1);
        }
        var function = new CallFunction(RuntimeNames.FindKeys, new object[] { Table(keys), isStrict }, (inputs, _) => new[] { Find(inputs[0], places, isStrict) });
        return x.Scope.Add(new Call(function, new ValueType[] { new TensorType(ElementType.Int64, x.Shape) }), x);
    }

    static Tensor Find(Tensor x, Dictionary<object, long> places, bool isStrict) => new(
        ElementType.Int64, x.Dims,
        x.Data.Cast<object>().Select(key => places.TryGetValue(key, out long place) ? place
            : isStrict ? throw new ModelException($"'{key}' is no known category.") : 0).ToArray());

    static StaticObject Table(Tensor keys)
    {
        string type = keys.Type.CSharpName();
        return new StaticObject($"{RuntimeNames.KeyTable}<{type}>", "keys", $"new {RuntimeNames.KeyTable}<{type}>", keys);
    }

    static Tensor First(Tensor values) => values.Length == 0 ? Tensor.New(values.Type, []) : Element(values, 0);

    static Tensor Element(Tensor tensor, int index)
    {
        Tensor element = Tensor.New(tensor.Type, []);
        element.Data.SetValue(tensor.Data.GetValue(index), 0);
        return element;
    }

    /// <summary>A vector of the first element and the rest.</summary>
    static Tensor Join(Tensor first, Tensor rest)
    {
        Tensor joined = Tensor.New(rest.Type, new long[] { rest.Length + 1 });
        joined.Data.SetValue(first.Data.GetValue(0), 0);
        rest.Data.CopyTo(joined.Data, 1);
        return joined;
    }
}
