using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Conformance;

/// <summary>What files of test data hold, as the evaluator has it.</summary>
internal static class TestContents
{
    static readonly MemorySource None = new("test data", []);

    public static Contents Of(OnnxValue? value) => value switch
    {
        null => AbsentContents.Instance,
        OnnxValue.Optional optional => Of(optional.Element),
        OnnxValue.Sequence sequence => new ListContents([.. sequence.Elements.Select(Of)]),
        OnnxValue.Map map => new MapContents(Keys(map).Zip(map.Values.SelectMany(Scalars)).ToDictionary(p => p.First, p => p.Second)),
        OnnxValue.Tensor tensor => TensorDecoder.Decode(tensor.Data, None),
        _ => throw new ModelException($"{value.GetType().Name} is no contents."),
    };

    static IEnumerable<object> Keys(OnnxValue.Map map) => TensorDecoder.Decode(map.Keys, None).Data.Cast<object>();

    /// <summary>The elements of a tensor, one tensor each.</summary>
    static IEnumerable<Tensor> Scalars(OnnxValue values)
    {
        var tensor = (Tensor)Of(values);
        for (int i = 0; i < tensor.Length; i++)
        {
            Tensor element = Tensor.New(tensor.Type, []);
            element.Data.SetValue(tensor.Data.GetValue(i), 0);
            yield return element;
        }
    }
}
