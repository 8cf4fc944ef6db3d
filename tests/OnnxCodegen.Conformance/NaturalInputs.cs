using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Conformance;

/// <summary>Inputs in the types that generated classes take them in.</summary>
internal static class NaturalInputs
{
    /// <param name="type">The declared type, which tells that of the elements of an empty sequence.</param>
    public static object? Of(OnnxValue? value, OnnxType? type, ModelSource source) => value switch
    {
        null => null,
        OnnxValue.Optional optional => Of(optional.Element, ((OnnxType.Optional)type!).Element, source),
        OnnxValue.Sequence sequence => List(sequence, ((OnnxType.Sequence)type!).Element, source),
        OnnxValue.Map map => Dictionary(map, (OnnxType.Map)type!, source),
        OnnxValue.Tensor tensor => TensorValues.Natural(TensorDecoder.Decode(tensor.Data, source)),
        _ => throw new NotSupportedException($"{value.GetType().Name} inputs are not passed yet."),
    };

    static Array List(OnnxValue.Sequence sequence, OnnxType element, ModelSource source)
    {
        object?[] elements = [.. sequence.Elements.Select(value => Of(value, element, source))];
        var list = Array.CreateInstance(TypeOf(element), elements.Length);
        Array.Copy(elements, list, elements.Length);
        return list;
    }

    static IDictionary Dictionary(OnnxValue.Map map, OnnxType.Map type, ModelSource source)
    {
        object[] keys = [.. TensorDecoder.Decode(map.Keys, source).Data.Cast<object>()];
        var dictionary = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(keys[0].GetType(), TypeOf(type.Value)))!;
        for (int i = 0; i < keys.Length; i++)
            dictionary.Add(keys[i], Of(map.Values[i], type.Value, source));
        return dictionary;
    }

    /// <summary>The natural type of a tensor: its element where it is a scalar.</summary>
    static Type TypeOf(OnnxType type) => type switch
    {
        OnnxType.Tensor { Dims: { Count: 0 } } scalar => TensorValues.Natural(Compiler.Tensor.New(scalar.Element, [])).GetType(),
        OnnxType.Tensor tensor => TensorValues.Natural(Compiler.Tensor.New(tensor.Element, [0])).GetType(),
        _ => throw new NotSupportedException($"{type} has no natural type."),
    };
}
