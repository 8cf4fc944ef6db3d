using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>For each primitive how the gradient of its result becomes gradients of its inputs.</summary>
internal static class Adjoints
{
    /// <summary>The gradients of a node's inputs; null for those on which the result does not depend smoothly.</summary>
    /// <param name="inputs">The inputs, which may stand for those of the node.</param>
    /// <param name="outputs">The results for these inputs.</param>
    /// <param name="gradient">That of the first result.</param>
    public static IReadOnlyList<Value?> Of(Primitive primitive, Value[] inputs, IReadOnlyList<Value> outputs, Value gradient) => primitive switch
    {
        Map map => inputs.Select((_, i) => OfMap(map, inputs, gradient, i)).ToArray(),
        Reshape => new[] { Views.Reshape(gradient, inputs[0].Shape) },
        View view => new[] { OfView(view, inputs[0], gradient) },
        Pad pad => OfPad(pad, inputs[0], gradient),
        Concat concat => OfConcat(concat, inputs, gradient).ToArray(),
        Gather gather => OfGather(gather, inputs, gradient),
        Scatter scatter => OfScatter(scatter, inputs, gradient),
        Contract contract => OfContract(contract, inputs[0], inputs[1], gradient),
        Reduce reduce => new[] { OfReduce(reduce, inputs[0], outputs[0], gradient) },
        Cumulate { Operation: Reduction.Sum } sum => new[] { inputs[0].Scope.Add(sum with { Reverse = !sum.Reverse }, gradient) },
        Sort sort => new[] { OfSort(sort, inputs[0], outputs[1], gradient) },
        ArgReduce or NonZero => new Value?[inputs.Length],
        _ => throw new ModelException($"{primitive.Print()} cannot be differentiated."),
    };

    static Value? OfMap(Map map, Value[] inputs, Value gradient, int input)
    {
        if (!inputs[input].ElementType.IsFloating() || ScalarDerivative.Of(map.Expression, input) is not { } derivative)
            return null;
        ElementType type = inputs[input].ElementType;
        ScalarExpr product = ScalarExpr.Cast(ScalarExpr.Cast(derivative, gradient.ElementType) * ScalarExpr.Input(inputs.Length, gradient.ElementType), type);
        Value whole = gradient.Scope.Add(new Map(product, map.Shape), inputs.Append(gradient).ToArray());
        return SumTo(whole, inputs[input].Shape);
    }

    /// <summary>The sum over the axes along which a tensor of the given shape was repeated.</summary>
    static Value SumTo(Value x, Shape shape)
    {
        int lead = x.Rank - shape.Rank;
        Dim[] repeated = Enumerable.Range(0, x.Rank)
            .Select(axis => axis < lead ? Dim.One : x.Shape[axis] == shape[axis - lead] ? Dim.Zero : Dim.Equal(shape[axis - lead], 1))
            .ToArray();
        return Views.Reshape(Reductions.Fold(Reduction.Sum, x, repeated), shape);
    }

    static Value OfView(View view, Value x, Value gradient)
    {
        if (view.Permutation is { } permutation)
            return Views.Permute(gradient, permutation.Select((_, axis) => Array.IndexOf(permutation, axis)).ToArray());
        Value[] places = view.Axes.Select(map => MapOver(x.Scope, view.Shape, Array.Empty<Value>(), _ => Place(map))).ToArray();
        return Accumulate(0, x, places, gradient);
    }

    static ScalarExpr Place(AxisMap map) => Enumerable.Range(0, map.Coefficients.Count)
        .Where(axis => map.Coefficients[axis] != Dim.Zero)
        .Aggregate(ScalarExpr.Of(map.Offset), (sum, axis) => sum + (ScalarExpr.Of(map.Coefficients[axis]) * ScalarExpr.Index(axis)));

    static Value?[] OfPad(Pad pad, Value x, Value gradient)
    {
        AxisMap[] axes = Enumerable.Range(0, x.Rank).Select(axis => AxisMap.Along(axis, x.Rank, pad.Low[axis], pad.Interior[axis] + 1)).ToArray();
        if (pad.Low.Concat(pad.High).Any(amount => DimRange.Of(amount).Minimum < 0))
            throw new ModelException("A cropping border cannot be differentiated.");
        Value inside = x.Scope.Add(new View(x.Shape, axes), gradient);
        int[] all = Enumerable.Range(0, x.Rank).ToArray();
        Value border = Views.Reshape(Reductions.Sum(gradient, all), Shape.Scalar) - Views.Reshape(Reductions.Sum(inside, all), Shape.Scalar);
        return new Value?[] { inside, border };
    }

    static IEnumerable<Value?> OfConcat(Concat concat, Value[] inputs, Value gradient)
    {
        Dim start = Dim.Zero;
        foreach (Value input in inputs)
        {
            yield return Views.Slice(gradient, concat.Axis, start, input.Shape[concat.Axis]);
            start += input.Shape[concat.Axis];
        }
    }

    static Value?[] OfGather(Gather gather, Value[] inputs, Value gradient)
    {
        Value[] places = inputs.Skip(1).ToArray();
        if (gather.Outside == OutsideMode.Clamp)
            places = places.Select((i, k) => Clamped(i, inputs[0].Shape[gather.Batch + k])).ToArray();
        else if (gather.Outside == OutsideMode.Zero)
            throw new ModelException("Reading outside of a tensor cannot be differentiated.");
        return new Value?[] { Accumulate(gather.Batch, inputs[0], places, gradient) }.Concat(new Value?[places.Length]).ToArray();
    }

    static Value Clamped(Value index, Dim length) =>
        Map(index, i => Maximum(Minimum(i, ScalarExpr.Of(length - 1)), 0));

    static Value?[] OfScatter(Scatter scatter, Value[] inputs, Value gradient)
    {
        Value[] places = inputs.Skip(1).Take(inputs.Length - 2).ToArray();
        Value[] read = new[] { gradient }.Concat(places).ToArray();
        Value updates = gradient.Scope.Add(new Gather(scatter.Batch, OutsideMode.Error), read);
        Value kept = scatter.Operation switch
        {
            ScatterOperation.Add => gradient,
            ScatterOperation.Set => gradient.Scope.Add(scatter, read.Append(Zeros(updates)).ToArray()),
            _ => throw new ModelException($"{scatter.Print()} cannot be differentiated."),
        };
        return new Value?[] { kept }.Concat(new Value?[places.Length]).Append(updates).ToArray();
    }

    /// <summary>The gradient of one operand is the product of the result's with the other, summed over the other's free axes.</summary>
    static Value?[] OfContract(Contract contract, Value a, Value b, Value gradient)
    {
        int batch = contract.BatchA.Count;
        int[] freeA = contract.FreeA(a.Rank).ToArray();
        int[] freeB = contract.FreeB(b.Rank).ToArray();
        int[] batchAxes = Enumerable.Range(0, batch).ToArray();
        int[] rows = Enumerable.Range(batch, freeA.Length).ToArray();
        int[] columns = Enumerable.Range(batch + freeA.Length, freeB.Length).ToArray();
        Value overB = Contractions.Contract(gradient, Cast(b, gradient.ElementType), batchAxes, contract.BatchB, columns, freeB);
        Value overA = Contractions.Contract(gradient, Cast(a, gradient.ElementType), batchAxes, contract.BatchA, rows, freeA);
        return new Value?[]
        {
            Arrange(overB, a, contract.BatchA.Concat(freeA).Concat(Order(contract.SumB, contract.SumA))),
            Arrange(overA, b, contract.BatchB.Concat(freeB).Concat(Order(contract.SumA, contract.SumB))),
        };
    }

    /// <summary>The summed axes of one operand in the order in which those of the other one stand.</summary>
    static IEnumerable<int> Order(IReadOnlyList<int> other, IReadOnlyList<int> own) =>
        Enumerable.Range(0, other.Count).OrderBy(i => other[i]).Select(i => own[i]);

    /// <summary>A tensor whose axes stand for those of x with the given numbers, as x has them.</summary>
    static Value Arrange(Value value, Value x, IEnumerable<int> axes)
    {
        int[] order = axes.ToArray();
        Value arranged = Views.Permute(value, Enumerable.Range(0, order.Length).Select(axis => Array.IndexOf(order, axis)).ToArray());
        return Cast(SumTo(arranged, x.Shape), x.ElementType);
    }

    static Value OfReduce(Reduce reduce, Value x, Value result, Value gradient) => reduce.Operation switch
    {
        Reduction.Sum => Views.Expand(gradient, x.Shape),
        Reduction.Product => Map(x, result, gradient, (a, y, g) => g * y / a),
        Reduction.Max or Reduction.Min => OfExtremum(reduce, x, result, gradient),
        _ => throw new ModelException($"{reduce.Print()} cannot be differentiated."),
    };

    /// <summary>Elements that are the extremum share its gradient.</summary>
    static Value OfExtremum(Reduce reduce, Value x, Value result, Value gradient)
    {
        Value isExtremum = Map(x, result, (a, y) => Cast(Equal(a, y), a.Type));
        Value count = Reductions.Fold(Reduction.Sum, isExtremum, reduce.Reduced);
        return Map(isExtremum, gradient, count, (e, g, n) => e * g / n);
    }

    static Value OfSort(Sort sort, Value x, Value indices, Value gradient)
    {
        Value[] places = Indexing.Elements(x, indices, sort.Axis);
        return Accumulate(sort.Axis, x, places, gradient);
    }

    static Value Accumulate(int batch, Value like, Value[] places, Value gradient) => like.Scope.Add(
        new Scatter(batch, ScatterOperation.Add), new[] { Zeros(like) }.Concat(places).Append(gradient).ToArray());

    static Value Zeros(Value like) => Fill(like.Scope, like.Shape, ScalarExpr.Literal(like.ElementType, 0));
}
