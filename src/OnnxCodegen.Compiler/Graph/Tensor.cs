using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler;

/// <summary>A tensor of known contents at build time, in row-major order. Floating types are held as doubles that the type can represent,
/// integers and bools as longs (uint64 by its bits), complex numbers as those of double precision, strings as strings.</summary>
internal sealed class Tensor : Contents
{
    public Tensor(ElementType type, long[] dims, Array data)
    {
        Type = type;
        Dims = dims;
        Data = data;
        if (type.IsFloating() ? data is not double[] : type.IsComplex() ? data is not Complex[] : type == ElementType.String ? data is not string[] : data is not long[])
            throw new ModelException($"Elements of type {type.OnnxName()} are expected, but {data.GetType().Name} are given.");
        if (data.LongLength != Dims.Aggregate(1L, (product, dim) => checked(product * dim)))
            throw new ArgumentException($"{data.LongLength} elements do not fill a tensor of shape [{string.Join(", ", dims)}].", nameof(data));
    }

    public ElementType Type { get; }

    public long[] Dims { get; }

    /// <summary>A double[], long[], Complex[] or string[].</summary>
    public Array Data { get; }

    public int Rank => Dims.Length;

    public int Length => Data.Length;

    public double[] Doubles => (double[])Data;

    public long[] Longs => (long[])Data;

    public string[] Strings => (string[])Data;

    public Complex[] Complexes => (Complex[])Data;

    public static Tensor Scalar(ElementType type, double value) =>
        type.IsFloating() ? new(type, Array.Empty<long>(), new[] { value })
        : type.IsComplex() ? new(type, Array.Empty<long>(), new[] { new Complex(value, 0) })
        : type == ElementType.String ? throw new ModelException("A computation with numbers cannot take a tensor of strings.")
        : new(type, Array.Empty<long>(), new[] { (long)value });

    public static Tensor Scalar(long value) => new(ElementType.Int64, Array.Empty<long>(), new[] { value });

    public static Tensor Vector(IEnumerable<long> values)
    {
        long[] data = values.ToArray();
        return new(ElementType.Int64, new[] { (long)data.Length }, data);
    }

    /// <summary>An array for the elements of a tensor of the given type.</summary>
    public static Array NewData(ElementType type, long length) =>
        type.IsFloating() ? new double[length]
        : type.IsComplex() ? new Complex[length]
        : type == ElementType.String ? Enumerable.Repeat(string.Empty, checked((int)length)).ToArray()
        : new long[length];

    public static Tensor New(ElementType type, long[] dims) =>
        new(type, dims, NewData(type, dims.Aggregate(1L, (product, dim) => checked(product * dim))));

    /// <summary>Row-major strides in elements.</summary>
    public long[] Strides() => StridesOf(Dims);

    public static long[] StridesOf(long[] dims)
    {
        var strides = new long[dims.Length];
        long stride = 1;
        for (int axis = dims.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= dims[axis];
        }
        return strides;
    }

    public Tensor WithDims(long[] dims) => new(Type, dims, Data);
}
