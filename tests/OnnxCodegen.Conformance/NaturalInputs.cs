using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Conformance;

/// <summary>Inputs in the types that generated classes take them in.</summary>
internal static class NaturalInputs
{
    static readonly MemorySource None = new("test data", []);

    /// <param name="type">The declared type, which tells that of the elements of an empty sequence.</param>
    public static object? Of(OnnxValue? value, OnnxType? type) => value switch
    {
        null => null,
        OnnxValue.Optional optional => Of(optional.Element, ((OnnxType.Optional)type!).Element),
        OnnxValue.Sequence sequence => List(sequence, ((OnnxType.Sequence)type!).Element),
        OnnxValue.Map map => Dictionary(map, (OnnxType.Map)type!),
        OnnxValue.Tensor tensor => TensorValues.Natural(TensorDecoder.Decode(tensor.Data, None)),
        _ => throw new NotSupportedException($"{value.GetType().Name} inputs are not passed yet."),
    };

    static Array List(OnnxValue.Sequence sequence, OnnxType element)
    {
        object?[] elements = [.. sequence.Elements.Select(value => Of(value, element))];
        var list = Array.CreateInstance(TypeOf(element), elements.Length);
        Array.Copy(elements, list, elements.Length);
        return list;
    }

    static IDictionary Dictionary(OnnxValue.Map map, OnnxType.Map type)
    {
        object[] keys = [.. TensorDecoder.Decode(map.Keys, None).Data.Cast<object>()];
        var dictionary = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(TensorValues.NaturalType(type.Key), TypeOf(type.Value)))!;
        for (int i = 0; i < keys.Length; i++)
            dictionary.Add(keys[i], Of(map.Values[i], type.Value));
        return dictionary;
    }

    /// <summary>The natural type of a tensor: its element where it is a scalar.</summary>
    static Type TypeOf(OnnxType type) => type switch
    {
        OnnxType.Tensor { Dims: { Count: 0 } } scalar => TensorValues.NaturalType(scalar.Element),
        OnnxType.Tensor tensor => typeof(System.Numerics.Tensors.Tensor<>).MakeGenericType(TensorValues.NaturalType(tensor.Element)),
        _ => throw new NotSupportedException($"{type} has no natural type."),
    };
}
