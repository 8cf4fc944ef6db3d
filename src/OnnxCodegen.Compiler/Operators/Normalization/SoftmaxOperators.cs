using System;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Softmax and its relatives: over one axis since version 13, before over all axes from the given one on.</summary>
internal static class SoftmaxOperators
{
    [Operator("Softmax", Widens = true), Since(1)]
    public static Value Softmax1(Value input, long axis = 1) => Softmax(input, From(axis, input.Rank));

    [Operator(Widens = true), Since(13)]
    public static Value Softmax(Value input, long axis = -1) => Softmax(input, Views.Axis(axis, input.Rank));

    [Operator("LogSoftmax", Widens = true), Since(1)]
    public static Value LogSoftmax1(Value input, long axis = 1) => LogSoftmax(input, From(axis, input.Rank));

    [Operator(Widens = true), Since(13)]
    public static Value LogSoftmax(Value input, long axis = -1) => LogSoftmax(input, Views.Axis(axis, input.Rank));

    [Operator("Hardmax", Widens = true), Since(1)]
    public static Value Hardmax1(Value input, long axis = 1)
    {
        int[] axes = From(axis, input.Rank);
        Dim inner = Dim.Product(axes.Select(a => input.Shape[a]));
        Dim outer = Dim.Product(input.Shape.Take(input.Rank - axes.Length));
        return Views.Reshape(Hardmax(Views.Reshape(input, outer, inner), 1), input.Shape);
    }

    /// <summary>1 at the first maximum of each line, else 0.</summary>
    [Operator(Widens = true), Since(13)]
    public static Value Hardmax(Value input, long axis = -1)
    {
        int along = Views.Axis(axis, input.Rank);
        Value place = input.Scope.Add(new ArgReduce(true, along, false), input);
        return MapOver(input.Scope, input.Shape, new[] { place }, e => Cast(Equal(ScalarExpr.Index(along), e[0]), input.ElementType));
    }

    public static Value Softmax(Value x, params int[] axes)
    {
        Value exponentials = Exp(x - Reductions.Max(x, axes));
        return exponentials / Reductions.Sum(exponentials, axes);
    }

    public static Value LogSoftmax(Value x, params int[] axes)
    {
        Value shifted = x - Reductions.Max(x, axes);
        return shifted - Log(Reductions.Sum(Exp(shifted), axes));
    }

    /// <summary>The axes from the given one on; the rank itself is allowed and leaves none.</summary>
    static int[] From(long axis, int rank)
    {
        int first = axis == rank ? rank : Views.Axis(axis, rank);
        return Enumerable.Range(first, rank - first).ToArray();
    }
}
