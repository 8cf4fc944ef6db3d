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
            case Array array:
                long[] dims = expected.Aggregate(1L, (a, b) => a * b) == array.Length ? expected : [array.Length];
                return ([.. array.Cast<object>()], dims);
            // A Tensor<T> has one axis at least: a scalar among tensors is one of one element there.
            case IReadOnlyTensor { FlattenedLength: 1, Rank: 1 } tensor when expected.Length == 0:
                return ([.. Flatten(tensor, [1]).Elements], []);
            case IReadOnlyTensor tensor:
                return ((object[])typeof(TensorValues).GetMethod(nameof(Elements))!.MakeGenericMethod(tensor.GetType().GetGenericArguments()[0]).Invoke(null, [tensor])!,
                    [.. tensor.Lengths.ToArray().Select(n => (long)n)]);
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

    /// <summary>A number of the compiler's tensors, where uint64 stands by its bits.</summary>
    public static double Number(object element, ElementType type) =>
        type == ElementType.UInt64 ? unchecked((ulong)(long)element) : Number(element);

    /// <summary>A tensor of the natural element type.</summary>
    public static object Natural(OnnxCodegen.Compiler.Tensor t) => t.Type switch
    {
        ElementType.Float => Make(t, i => (float)t.Doubles[i]),
        ElementType.Double => Make(t, i => t.Doubles[i]),
        ElementType.Float16 => Make(t, i => (Half)t.Doubles[i]),
        ElementType.BFloat16 => Make(t, i => (BFloat16)(float)t.Doubles[i]),
        ElementType.Float8E4M3FN => Make(t, i => (Float8E4M3FN)(float)t.Doubles[i]),
        ElementType.Float8E4M3FNUZ => Make(t, i => (Float8E4M3FNUZ)(float)t.Doubles[i]),
        ElementType.Float8E5M2 => Make(t, i => (Float8E5M2)(float)t.Doubles[i]),
        ElementType.Float8E5M2FNUZ => Make(t, i => (Float8E5M2FNUZ)(float)t.Doubles[i]),
        ElementType.Float8E8M0 => Make(t, i => (Float8E8M0)(float)t.Doubles[i]),
        ElementType.Float4E2M1 => Make(t, i => (Float4E2M1)(float)t.Doubles[i]),
        ElementType.Complex64 => Make(t, i => (Complex64)t.Complexes[i]),
        ElementType.Complex128 => Make(t, i => t.Complexes[i]),
        ElementType.Int64 => Make(t, i => t.Longs[i]),
        ElementType.Int32 => Make(t, i => (int)t.Longs[i]),
        ElementType.Int16 => Make(t, i => (short)t.Longs[i]),
        ElementType.Int8 or ElementType.Int4 or ElementType.Int2 => Make(t, i => (sbyte)t.Longs[i]),
        ElementType.UInt8 or ElementType.UInt4 or ElementType.UInt2 => Make(t, i => (byte)t.Longs[i]),
        ElementType.UInt16 => Make(t, i => (ushort)t.Longs[i]),
        ElementType.UInt32 => Make(t, i => (uint)t.Longs[i]),
        ElementType.UInt64 => Make(t, i => unchecked((ulong)t.Longs[i])),
        ElementType.Bool => Make(t, i => t.Longs[i] != 0),
        ElementType.String => Make(t, i => t.Strings[i]),
        _ => throw new NotSupportedException($"{t.Type} has no natural type."),
    };

    static object Make<T>(OnnxCodegen.Compiler.Tensor t, Func<int, T> element)
    {
        T[] elements = [.. Enumerable.Range(0, t.Length).Select(element)];
        return t.Rank == 0 ? elements[0]! : System.Numerics.Tensors.Tensor.Create(elements, [.. t.Dims.Select(d => (nint)d)]);
    }
}
