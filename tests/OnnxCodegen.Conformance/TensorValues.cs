using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Conformance;

/// <summary>Tensors between the test data's form and that of generated classes.</summary>
internal static class TensorValues
{
    /// <summary>The elements and the shape of what a class gave: a tensor, an array or a scalar.</summary>
    /// <param name="expected">The shape of an array, which has none of its own.</param>
    public static (object[] Elements, long[] Dims) Flatten(object? value, long[] expected)
    {
        switch (value)
        {
            case null:
                return ([], []);
            case OnnxCodegen.Compiler.Tensor tensor:
                return ([.. Enumerable.Range(0, tensor.Length).Select(i => Element(tensor, i))], tensor.Dims);
            case Array array:
                long[] dims = expected.Aggregate(1L, (a, b) => a * b) == array.Length ? expected : [array.Length];
                return ([.. array.Cast<object>()], dims);
            // A Tensor<T> has one axis at least: a scalar among tensors is one of one element there.
            case IReadOnlyTensor { FlattenedLength: 1, Rank: 1 } scalar when expected.Length == 0:
                return (Flatten(scalar, [1]).Elements, []);
            case IReadOnlyTensor general:
                return ((object[])typeof(TensorValues).GetMethod(nameof(Elements))!.MakeGenericMethod(general.GetType().GetGenericArguments()[0]).Invoke(null, [general])!,
                    [.. general.Lengths.ToArray().Select(n => (long)n)]);
            default:
                return ([value], []);
        }
    }

    public static object[] Elements<T>(Tensor<T> tensor)
    {
        var flat = new T[tensor.FlattenedLength];
        tensor.FlattenTo(flat);
        return [.. flat.Cast<object>()];
    }

    public static double Number(object element) => element switch
    {
        bool flag => flag ? 1 : 0,
        Half half => (double)half,
        BFloat16 small => (float)small,
        Float8E4M3FN small => (float)small,
        Float8E4M3FNUZ small => (float)small,
        Float8E5M2 small => (float)small,
        Float8E5M2FNUZ small => (float)small,
        Float8E8M0 small => (float)small,
        Float4E2M1 small => (float)small,
        IConvertible number => number.ToDouble(System.Globalization.CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"{element.GetType()} is no number."),
    };

    /// <summary>An element of the natural type.</summary>
    public static object Element(OnnxCodegen.Compiler.Tensor t, int i) => t.Type switch
    {
        ElementType.Float => (float)t.Doubles[i],
        ElementType.Double => t.Doubles[i],
        ElementType.Float16 => (Half)t.Doubles[i],
        ElementType.BFloat16 => (BFloat16)(float)t.Doubles[i],
        ElementType.Float8E4M3FN => (Float8E4M3FN)(float)t.Doubles[i],
        ElementType.Float8E4M3FNUZ => (Float8E4M3FNUZ)(float)t.Doubles[i],
        ElementType.Float8E5M2 => (Float8E5M2)(float)t.Doubles[i],
        ElementType.Float8E5M2FNUZ => (Float8E5M2FNUZ)(float)t.Doubles[i],
        ElementType.Float8E8M0 => (Float8E8M0)(float)t.Doubles[i],
        ElementType.Float4E2M1 => (Float4E2M1)(float)t.Doubles[i],
        ElementType.Complex64 => (Complex64)t.Complexes[i],
        ElementType.Complex128 => t.Complexes[i],
        ElementType.Int64 => t.Longs[i],
        ElementType.Int32 => (int)t.Longs[i],
        ElementType.Int16 => (short)t.Longs[i],
        ElementType.Int8 or ElementType.Int4 or ElementType.Int2 => (sbyte)t.Longs[i],
        ElementType.UInt8 or ElementType.UInt4 or ElementType.UInt2 => (byte)t.Longs[i],
        ElementType.UInt16 => (ushort)t.Longs[i],
        ElementType.UInt32 => (uint)t.Longs[i],
        ElementType.UInt64 => unchecked((ulong)t.Longs[i]),
        ElementType.Bool => t.Longs[i] != 0,
        ElementType.String => t.Strings[i],
        _ => throw new NotSupportedException($"{t.Type} has no natural type."),
    };

    /// <summary>The natural type of elements.</summary>
    public static Type NaturalType(ElementType type) => Element(OnnxCodegen.Compiler.Tensor.New(type, [1]), 0).GetType();

    /// <summary>A tensor of the natural element type; an element where it is a scalar.</summary>
    public static object Natural(OnnxCodegen.Compiler.Tensor t)
    {
        if (t.Rank == 0)
            return Element(t, 0);
        var elements = Array.CreateInstance(NaturalType(t.Type), t.Length);
        for (int i = 0; i < t.Length; i++)
            elements.SetValue(Element(t, i), i);
        return typeof(TensorValues).GetMethod(nameof(Shaped))!.MakeGenericMethod(elements.GetType().GetElementType()!).Invoke(null, [elements, t.Dims])!;
    }

    public static object Shaped<T>(T[] elements, long[] dims) => System.Numerics.Tensors.Tensor.Create(elements, [.. dims.Select(d => (nint)d)]);
}
