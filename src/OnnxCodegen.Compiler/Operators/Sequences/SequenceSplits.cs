using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Tensors cut into sequences, and sequences joined to tensors.</summary>
internal static class SequenceSplits
{
    /// <summary>More parts than these are made at run time.</summary>
    const int WrittenOut = 32;

    /// <summary>Parts along an axis: of the given lengths; of one given length, the last one smaller; or, without <paramref name="split"/>, of
    /// length 1, whose axis is dropped unless <paramref name="keepdims"/>.</summary>
    [Operator, Since(11)]
    public static Value SplitToSequence(Value input, Value? split = null, long axis = 0, bool keepdims = true)
    {
        int along = Views.Axis(axis, input.Rank);
        bool drops = split is null && !keepdims;
        if (split is { Rank: 1 })
            return ByLengths(input, split, along);
        Dim size = split is null ? Dim.One : DimVectors.Scalar(split);
        Dim length = input.Shape[along];
        if (size.IsConstant && size.Value <= 0)
            throw new ModelException($"The parts have the length {size}.");
        if (!size.IsConstant || !length.IsConstant || Parts(length.Value, size.Value) is 0 or > WrittenOut)
            return Cut(input, along, size, drops);
        Dim[] lengths = Enumerable.Range(0, (int)Parts(length.Value, size.Value))
            .Select(i => Dim.Constant(Math.Min(size.Value, length.Value - (i * size.Value)))).ToArray();
        return Slices(input, along, lengths, drops);
    }

    /// <summary>The elements joined along an axis, or along a new one.</summary>
    [Operator, Since(11)]
    public static Value ConcatFromSequence(Value inputSequence, long axis, bool newAxis = false)
    {
        HeldTensorType type = Lists.ElementOf(inputSequence);
        if (Lists.Elements(inputSequence) is { Count: > 0 } known)
        {
            Value[] elements = known.Select(Holding.Take).ToArray();
            int place = Views.Axis(axis, elements[0].Rank + (newAxis ? 1 : 0));
            return Rearranging.Concat(newAxis ? elements.Select(x => Views.Unsqueeze(x, place)).ToArray() : elements, place);
        }
        List<Dim?> dims = type.KnownDims.ToList();
        int along = Views.Axis(axis, dims.Count + (newAxis ? 1 : 0));
        if (newAxis)
            dims.Insert(along, null);
        else
            dims[along] = null;
        var function = new CallFunction(RuntimeNames.ConcatList, new object[] { along, newAxis, type.KnownDims.Count })
        {
            Run = (inputs, _) => Join(Lists.List(inputs[0]).Cast<Tensor>().ToArray(), along, newAxis, type),
        };
        return Holding.Find(inputSequence, function, type with { Dims = dims });
    }

    static Value ByLengths(Value input, Value split, int axis)
    {
        if (!split.Shape.IsConstant || split.Shape.Elements.Value is 0 or > WrittenOut)
        {
            var function = new CallFunction(Holding.Named(RuntimeNames.SplitTensor, input), new object[] { input.Shape, axis, split.Shape[0] })
            {
                Run = (inputs, _) => Parts((Tensor)inputs[0], axis, ((Tensor)inputs[1]).Longs, false),
            };
            return input.Scope.Add(new Call(function, [TypeOf(input, axis, null, false)]), input, Algebra.Cast(split, ElementType.Int64));
        }
        Dim[] lengths = DimVectors.Of(split);
        input.Scope.Require(lengths.Aggregate((a, b) => a + b), input.Shape[axis], "The lengths of the parts must add up to that of the axis", input);
        return Slices(input, axis, lengths, false);
    }

    static Value Slices(Value input, int axis, Dim[] lengths, bool drops)
    {
        Dim start = Dim.Zero;
        var parts = new List<Value>();
        foreach (Dim length in lengths)
        {
            Value part = Views.Slice(input, axis, start, length);
            parts.Add(drops ? Views.Squeeze(part, axis) : part);
            start += length;
        }
        return Lists.Of(parts);
    }

    static Value Cut(Value input, int axis, Dim size, bool drops)
    {
        var function = new CallFunction(Holding.Named(RuntimeNames.CutTensor, input), new object[] { input.Shape, axis, size, drops })
        {
            Run = (inputs, sizes) =>
            {
                var tensor = (Tensor)inputs[0];
                long part = size.Evaluate(sizes);
                long length = tensor.Dims[axis];
                return Parts(tensor, axis, Enumerable.Range(0, (int)Parts(length, part)).Select(i => Math.Min(part, length - (i * part))).ToArray(), drops);
            },
        };
        return input.Scope.Add(new Call(function, [TypeOf(input, axis, size == Dim.One ? size : null, drops)]), input);
    }

    static SequenceType TypeOf(Value input, int axis, Dim? length, bool drops)
    {
        List<Dim?> dims = input.Shape.ToList<Dim?>();
        if (drops)
            dims.RemoveAt(axis);
        else
            dims[axis] = length;
        return new SequenceType(new HeldTensorType(input.ElementType, dims));
    }

    static long Parts(long length, long size) => (length + size - 1) / size;

    static ListContents Parts(Tensor tensor, int axis, long[] lengths, bool drops)
    {
        long start = 0;
        var parts = new List<Contents>();
        foreach (long length in lengths)
        {
            Tensor part = Copy(tensor, axis, start, length);
            parts.Add(drops ? part.WithDims(part.Dims.Where((_, i) => i != axis).ToArray()) : part);
            start += length;
        }
        return new ListContents(parts);
    }

    static Tensor Copy(Tensor tensor, int axis, long start, long length)
    {
        long[] dims = (long[])tensor.Dims.Clone();
        dims[axis] = length;
        Tensor part = Tensor.New(tensor.Type, dims);
        long inner = tensor.Dims.Skip(axis + 1).Aggregate(1L, (a, b) => a * b);
        long outer = tensor.Dims.Take(axis).Aggregate(1L, (a, b) => a * b);
        for (long o = 0; o < outer; o++)
            Array.Copy(tensor.Data, ((o * tensor.Dims[axis]) + start) * inner, part.Data, o * length * inner, length * inner);
        return part;
    }

    static Tensor Join(Tensor[] elements, int axis, bool newAxis, HeldTensorType type)
    {
        if (elements.Length == 0)
            throw new ModelException("A sequence without elements has nothing to join.");
        Tensor[] parts = newAxis ? elements.Select(x => x.WithDims(x.Dims.Take(axis).Append(1).Concat(x.Dims.Skip(axis)).ToArray())).ToArray() : elements;
        long[] dims = (long[])parts[0].Dims.Clone();
        dims[axis] = parts.Sum(part => part.Dims[axis]);
        Tensor result = Tensor.New(type.Element, dims);
        long inner = dims.Skip(axis + 1).Aggregate(1L, (a, b) => a * b);
        long outer = dims.Take(axis).Aggregate(1L, (a, b) => a * b);
        long start = 0;
        foreach (Tensor part in parts)
        {
            if (part.Dims.Where((_, i) => i != axis).SequenceEqual(dims.Where((_, i) => i != axis)) is false)
                throw new ModelException($"A tensor of shape [{string.Join(", ", part.Dims)}] does not fit one of shape [{string.Join(", ", dims)}] along axis {axis}.");
            long block = part.Dims[axis] * inner;
            for (long o = 0; o < outer; o++)
                Array.Copy(part.Data, o * block, result.Data, (o * dims[axis] * inner) + start, block);
            start += block;
        }
        return result;
    }
}
