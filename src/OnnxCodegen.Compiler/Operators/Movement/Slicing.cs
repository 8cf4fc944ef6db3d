using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Parts of a tensor.</summary>
internal static class Slicing
{
    [Operator("Slice"), Since(1)]
    public static Value Slice1(Value data, long[] starts, long[] ends, long[]? axes = null) =>
        Slice(data, DimVectors.Of(starts), DimVectors.Of(ends), axes is null ? null : DimVectors.Of(axes), null);

    [Operator, Since(10)]
    public static Value Slice(Value data, Value starts, Value ends, Value? axes = null, Value? steps = null) =>
        Slice(
            data, DimVectors.Of(starts), DimVectors.Of(ends), axes is null ? null : DimVectors.Of(axes),
            steps is null ? null : DimVectors.Of(steps));

    [Operator("Split"), Since(1)]
    public static IReadOnlyList<Value> Split1(Value input, OnnxNode node, Value? lengths = null, long[]? split = null, long axis = 0) =>
        lengths is not null ? Split(input, axis, DimVectors.Of(Algebra.Cast(lengths, ElementType.Int64)))
        : split is not null ? Split(input, axis, DimVectors.Of(split))
        : Split(input, axis, Equal(input.Shape[Views.Axis(axis, input.Rank)], node.Outputs.Count));

    [Operator, Since(13)]
    public static IReadOnlyList<Value> Split(Value input, OnnxNode node, Value? split = null, long axis = 0, long? numOutputs = null) =>
        split is not null ? Split(input, axis, DimVectors.Of(split))
        : numOutputs is { } parts && parts != node.Outputs.Count
            ? throw new ModelException(DiagnosticCode.InvalidAttribute, $"The attribute 'num_outputs' is {parts}, but the node has {node.Outputs.Count} outputs.")
        : Split(input, axis, Equal(input.Shape[Views.Axis(axis, input.Rank)], node.Outputs.Count));

    /// <summary>Crops or pads the axes about their centres to the given lengths.</summary>
    [Operator, Since(18)]
    public static Value CenterCropPad(Value inputData, Value shape, long[]? axes = null)
    {
        int rank = inputData.Rank;
        Dim[] target = DimVectors.OnAxes(
            rank, axes is null ? DimVectors.AllAxes(rank) : DimVectors.Of(axes), DimVectors.Of(shape), inputData.Shape);
        Dim[] more = target.Select((dim, axis) => dim - inputData.Shape[axis]).ToArray();
        Dim[] low = more.Select(m => inputData.Scope.Let((Dim.Max(m, 0) / 2) - (Dim.Max(-m, 0) / 2))).ToArray();
        Dim[] high = more.Select((m, axis) => m - low[axis]).ToArray();
        return Windows.Border(inputData, low, high, Padding.Zero(inputData));
    }

    static Value Slice(Value data, Dim[] starts, Dim[] ends, Dim[]? axes, Dim[]? steps)
    {
        int rank = data.Rank;
        Dim[] places = axes ?? DimVectors.AllAxes(starts.Length);
        Dim[] start = DimVectors.OnAxes(rank, places, starts, DimVectors.Repeat(0, rank));
        Dim[] end = DimVectors.OnAxes(rank, places, ends, data.Shape.ToArray());
        Dim[] step = DimVectors.OnAxes(rank, places, steps ?? DimVectors.Repeat(1, starts.Length), DimVectors.Repeat(1, rank));
        Value result = data;
        for (int axis = 0; axis < rank; axis++)
        {
            Dim n = data.Shape[axis];
            Dim by = data.Scope.Let(step[axis]);
            Dim backwards = Dim.Less(by, 0);
            Dim first = data.Scope.Let(Place(data.Scope.Let(start[axis]), n, 0, n - backwards));
            Dim last = data.Scope.Let(Place(data.Scope.Let(end[axis]), n, -backwards, n - backwards));
            Dim length = data.Scope.Let(Dim.Max(0, Dim.CeilingDivide(last - first, by)));
            result = Views.Slice(result, axis, first, length, by);
        }
        return result;
    }

    /// <summary>A start or an end, which counts from the end of the axis where it is negative, within bounds.</summary>
    static Dim Place(Dim position, Dim n, Dim minimum, Dim maximum)
    {
        Dim counted = position == n || DimRange.Of(position).Minimum >= 0 ? position : position + (n * Dim.Less(position, 0));
        return Dim.Min(Dim.Max(counted, minimum), maximum);
    }

    static IReadOnlyList<Value> Split(Value input, long axis, IReadOnlyList<Dim> lengths)
    {
        int along = Views.Axis(axis, input.Rank);
        var parts = new List<Value>();
        Dim start = Dim.Zero;
        foreach (Dim length in lengths)
        {
            parts.Add(Views.Slice(input, along, start, length));
            start += length;
        }
        input.Scope.Require(start, input.Shape[along], "The parts of a split must fill the axis", input);
        return parts;
    }

    /// <summary>Equal lengths, the last ones smaller where the parts do not divide the axis.</summary>
    static Dim[] Equal(Dim n, int parts)
    {
        Dim length = Dim.CeilingDivide(n, parts);
        return Enumerable.Range(0, parts)
            .Select(i => n.IsConstant && n.Value % parts == 0 ? length : Dim.Max(0, Dim.Min(length, n - (i * length))))
            .ToArray();
    }
}
