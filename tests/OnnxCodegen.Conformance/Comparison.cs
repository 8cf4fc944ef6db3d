using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Conformance;

/// <summary>Holds results against references as numpy's assert_allclose does: |ours − reference| ≤ atol + rtol · |reference|. Types and shapes must
/// be the same. Ours are what generated classes give or what the evaluator gives.</summary>
internal sealed class Comparison(Tolerance tolerance)
{
    /// <summary>The first difference; null where there is none.</summary>
    public string? Difference(string name, object? ours, Contents reference) => reference switch
    {
        AbsentContents => ours is null or AbsentContents ? null : $"{name}: a value, but none is expected",
        OnnxCodegen.Compiler.Tensor tensor => Tensors(name, ours, tensor),
        ListContents list => Sequences(name, ours, list),
        MapContents map => Maps(name, ours, map),
        _ => $"{name}: {reference.GetType().Name} cannot be compared",
    };

    string? Tensors(string name, object? ours, OnnxCodegen.Compiler.Tensor reference)
    {
        (object[] elements, long[] dims) = TensorValues.Flatten(ours, reference.Dims);
        if (tolerance.AllowsEmpty && elements.Length == 0)
            return null;
        if (!dims.SequenceEqual(reference.Dims))
            return $"{name}: shape [{string.Join(",", dims)}], expected [{string.Join(",", reference.Dims)}]";
        Type type = TensorValues.NaturalType(reference.Type);
        if (elements.FirstOrDefault(element => element.GetType() != type) is { } other)
            return $"{name}: {other.GetType().Name}, expected {type.Name}";
        return tolerance.ComparesElements ? Elements(name, elements, reference) : null;
    }

    string? Elements(string name, object[] ours, OnnxCodegen.Compiler.Tensor reference)
    {
        for (int i = 0; i < ours.Length; i++)
        {
            object expected = TensorValues.Element(reference, i);
            bool same = expected switch
            {
                string text => text.Equals(ours[i] as string, StringComparison.Ordinal),
                Complex number => Near(Number(ours[i]), number),
                Complex64 number => Near(Number(ours[i]), number),
                _ => Near(TensorValues.Number(ours[i]), TensorValues.Number(expected)),
            };
            if (!same)
                return string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]: {ours[i]}, expected {expected}");
        }
        return null;
    }

    bool Near(double ours, double reference) =>
        ours.Equals(reference) || Math.Abs(ours - reference) <= tolerance.Absolute + (tolerance.Relative * Math.Abs(reference))
        || (tolerance.SkipsZeros && (ours == 0 || reference == 0));

    bool Near(Complex ours, Complex reference) => Near(ours.Real, reference.Real) && Near(ours.Imaginary, reference.Imaginary);

    static Complex Number(object element) => element is Complex64 narrow ? narrow : (Complex)element;

    string? Sequences(string name, object? ours, ListContents reference)
    {
        IReadOnlyList<object?> elements = ours switch
        {
            ListContents list => list.Elements,
            IEnumerable list => [.. list.Cast<object?>()],
            _ => [],
        };
        if (elements.Count != reference.Elements.Count)
            return $"{name}: {elements.Count} elements, expected {reference.Elements.Count}";
        return elements.Select((element, i) => Difference($"{name}[{i}]", element, reference.Elements[i])).FirstOrDefault(d => d is not null);
    }

    string? Maps(string name, object? ours, MapContents reference) => reference.Entries
        .Select(entry => Entry(ours, entry.Key) is { } value ? Difference($"{name}[{entry.Key}]", value, entry.Value) : $"{name}: no entry {entry.Key}")
        .FirstOrDefault(d => d is not null);

    static object? Entry(object? map, object key) => map switch
    {
        MapContents own => own.Entries.GetValueOrDefault(key),
        IReadOnlyDictionary<long, float> floats => floats.TryGetValue((long)key, out float value) ? value : null,
        IReadOnlyDictionary<string, float> floats => floats.TryGetValue((string)key, out float value) ? value : null,
        _ => null,
    };
}
