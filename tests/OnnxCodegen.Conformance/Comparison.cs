using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Conformance;

/// <summary>Holds results against references as numpy's assert_allclose does: |ours − reference| ≤ atol + rtol · |reference|.</summary>
internal sealed class Comparison(Tolerance tolerance)
{
    static readonly MemorySource None = new("reference", []);

    /// <summary>The first difference; null where there is none.</summary>
    public string? Difference(string name, object? ours, OnnxValue? reference) => reference switch
    {
        null => ours is null ? null : $"{name}: a value, but none is expected",
        OnnxValue.Optional optional => Difference(name, ours, optional.Element),
        OnnxValue.Tensor tensor => Tensors(name, ours, tensor.Data),
        OnnxValue.Sequence sequence => Sequences(name, ours, sequence),
        OnnxValue.Map map => Maps(name, key => Entry(ours, key), map),
        _ => $"{name}: {reference.GetType().Name} cannot be compared",
    };

    /// <summary>Compares results of the evaluator.</summary>
    public string? Difference(string name, Contents ours, OnnxValue? reference) => (ours, reference) switch
    {
        (AbsentContents, null or OnnxValue.Optional { Element: null }) => null,
        (_, OnnxValue.Optional optional) => Difference(name, ours, optional.Element),
        (OnnxCodegen.Compiler.Tensor tensor, OnnxValue.Tensor expected) =>
            Elements(name, [.. tensor.Data.Cast<object>().Select(element => Signless(element, tensor.Type))], tensor.Dims, TensorDecoder.Decode(expected.Data, None)),
        (ListContents list, OnnxValue.Sequence expected) => list.Elements.Count != expected.Elements.Count
            ? $"{name}: {list.Elements.Count} elements, expected {expected.Elements.Count}"
            : list.Elements.Select((element, i) => Difference($"{name}[{i}]", element, expected.Elements[i])).FirstOrDefault(d => d is not null),
        (MapContents map, OnnxValue.Map expected) => Maps(name, key => map.Entries.TryGetValue(key, out OnnxCodegen.Compiler.Tensor? value) ? value.Data.GetValue(0) : null, expected),
        _ => $"{name}: {ours.GetType().Name}, but {reference?.GetType().Name ?? "nothing"} is expected",
    };

    /// <summary>An element of the evaluator, where uint64 stands by its bits.</summary>
    static object Signless(object element, ElementType type) => type == ElementType.UInt64 ? unchecked((ulong)(long)element) : element;

    string? Tensors(string name, object? ours, TensorData reference)
    {
        OnnxCodegen.Compiler.Tensor expected = TensorDecoder.Decode(reference, None);
        (object[] elements, long[] dims) = TensorValues.Flatten(ours, expected.Dims);
        return Elements(name, elements, dims, expected);
    }

    string? Elements(string name, object[] ours, long[] dims, OnnxCodegen.Compiler.Tensor expected)
    {
        if (!dims.SequenceEqual(expected.Dims))
            return $"{name}: shape [{string.Join(",", dims)}], expected [{string.Join(",", expected.Dims)}]";
        for (int i = 0; i < ours.Length; i++)
        {
            object reference = expected.Data.GetValue(i)!;
            bool same = reference switch
            {
                string text => text.Equals(ours[i] as string, StringComparison.Ordinal),
                Complex number => Near(Number(ours[i]), number),
                _ => Near(TensorValues.Number(ours[i]), TensorValues.Number(reference, expected.Type)),
            };
            if (!same)
                return string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]: {ours[i]}, expected {reference}");
        }
        return null;
    }

    bool Near(double ours, double reference) =>
        ours.Equals(reference) || Math.Abs(ours - reference) <= tolerance.Absolute + (tolerance.Relative * Math.Abs(reference))
        || (tolerance.SkipsZeros && (ours == 0 || reference == 0));

    bool Near(Complex ours, Complex reference) => Near(ours.Real, reference.Real) && Near(ours.Imaginary, reference.Imaginary);

    static Complex Number(object element) => element is Complex64 narrow ? narrow : (Complex)element;

    string? Sequences(string name, object? ours, OnnxValue.Sequence reference)
    {
        object?[] elements = ours is IEnumerable list ? [.. list.Cast<object?>()] : [];
        if (elements.Length != reference.Elements.Count)
            return $"{name}: {elements.Length} elements, expected {reference.Elements.Count}";
        return elements.Select((element, i) => Difference($"{name}[{i}]", element, reference.Elements[i])).FirstOrDefault(d => d is not null);
    }

    /// <param name="ours">The value of a key; null where there is none.</param>
    string? Maps(string name, Func<object, object?> ours, OnnxValue.Map reference)
    {
        Array keys = TensorDecoder.Decode(reference.Keys, None).Data;
        double[] values = [.. reference.Values.SelectMany(v => TensorDecoder.Decode(((OnnxValue.Tensor)v).Data, None).Data.Cast<object>()).Select(TensorValues.Number)];
        for (int i = 0; i < keys.Length; i++)
        {
            object? value = ours(keys.GetValue(i)!);
            if (value is null || !Near(TensorValues.Number(value), values[i]))
                return string.Create(CultureInfo.InvariantCulture, $"{name}[{keys.GetValue(i)}]: {value}, expected {values[i]}");
        }
        return null;
    }

    static object? Entry(object? map, object key) => map switch
    {
        IReadOnlyDictionary<long, float> floats => floats.TryGetValue((long)key, out float value) ? value : null,
        IReadOnlyDictionary<string, float> floats => floats.TryGetValue((string)key, out float value) ? value : null,
        _ => null,
    };
}
