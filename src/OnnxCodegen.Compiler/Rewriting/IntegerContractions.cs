using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Rewriting;

/// <summary>Sums of products of small integers, computed by the kernels for floats: a float holds every whole number up to 2²⁴, so that sums
/// which stay below are exact in any order. Longer sums are split.</summary>
internal static class IntegerContractions
{
    const int MaximumParts = 4;

    /// <summary>How many rearrangements are followed back.</summary>
    const int MaximumDepth = 8;

    /// <summary>Fewer columns of weights are not packed for the kernel for whole numbers.</summary>
    const int FewestColumns = 8;

    /// <summary>A contraction of integers in int32 is one of floats, or several that are added.</summary>
    public static Value? AsFloats(Node node, IReadOnlyList<Value> inputs, RewriteContext context)
    {
        if (node.Primitive is not Contract { Accumulate: ElementType.Int32 } contract
            || WholeFloats.Of(inputs[0]) is not { } a || WholeFloats.Of(inputs[1]) is not { } b)
        {
            return null;
        }
        double bound = Bound(contract, inputs, a, b);
        int parts = (int)Math.Min(Math.Ceiling(bound / FloatRange.Exact), MaximumParts + 1);
        if (parts > 1 && IsOfWeights(contract, inputs, a, b, bound, context) && IsReadAsFloat(node.Output, context))
            return null;
        if (parts <= 1)
            return Sum(contract, new[] { Product(contract, a.Floats, b.Floats, bound) }, bound);
        return parts <= MaximumParts ? Split(contract, inputs, a, b, parts) : null;
    }

    /// <summary>Sums of products with weights that are read as floats alone are those of the kernel for whole numbers, which takes them in int32
    /// and rounds them once.</summary>
    public static Value? AsRoundedFloats(Node node, IReadOnlyList<Value> inputs, RewriteContext context)
    {
        if (node.Primitive is not Map map)
            return null;
        for (int i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].ElementType != ElementType.Int32 || !IsCast(map.Expression, i) || Rounded(inputs[i], context) is not { } floats)
                continue;
            Value[] operands = inputs.ToArray();
            operands[i] = floats;
            ScalarExpr cast = ScalarExpr.Cast(ScalarExpr.Input(i, ElementType.Int32), ElementType.Float);
            return node.Scope.Add(new Map(map.Expression.Replace(cast, ScalarExpr.Input(i, ElementType.Float)), map.Shape), operands);
        }
        return null;
    }

    static Value? Rounded(Value sums, RewriteContext context, int depth = 0)
    {
        if (context.Uses(sums) > 1 || depth > MaximumDepth)
            return null;
        Node node = sums.Producer;
        if (node.Primitive is View { Permutation: not null } or Reshape)
            return Rounded(node.Inputs[0], context, depth + 1) is { } source ? node.Scope.Add(node.Primitive, source) : null;
        if (node.Primitive is not Contract { Accumulate: ElementType.Int32 } contract
            || WholeFloats.Of(node.Inputs[0]) is not { } a || WholeFloats.Of(node.Inputs[1]) is not { } b)
        {
            return null;
        }
        double bound = Bound(contract, node.Inputs, a, b);
        return IsOfWeights(contract, node.Inputs, a, b, bound, context) ? Product(contract, a.Floats, b.Floats, bound) : null;
    }

    /// <summary>Whether the kernel for whole numbers takes the sums.</summary>
    static bool IsOfWeights(Contract contract, IReadOnlyList<Value> inputs, WholeFloats a, WholeFloats b, double bound, RewriteContext context) =>
        bound <= int.MaxValue && Math.Max(a.Largest, b.Largest) <= short.MaxValue && contract.BatchA.Count == 0
        && !context.IsWeight(inputs[0]) && context.IsWeight(inputs[1])
        && contract.FreeB(inputs[1].Rank).Aggregate(1.0, (n, axis) => n * (inputs[1].Shape[axis].IsConstant ? inputs[1].Shape[axis].Value : 0)) >= FewestColumns;

    /// <summary>Whether a value is read by one function alone, which converts it to float, behind rearrangements.</summary>
    static bool IsReadAsFloat(Value value, RewriteContext context)
    {
        for (; context.Uses(value) == 1 && context.Readers(value) is [{ } reader]; value = reader.Output)
        {
            if (reader.Primitive is Map map)
                return Enumerable.Range(0, reader.Inputs.Count).All(i => !ReferenceEquals(reader.Inputs[i], value) || IsCast(map.Expression, i));
            if (reader.Primitive is not (View { Permutation: not null } or Reshape))
                return false;
        }
        return false;
    }

    /// <summary>Whether an expression does nothing with an input but to convert it to float.</summary>
    static bool IsCast(ScalarExpr expression, int input) =>
        expression is not ScalarInput && expression.Nodes().All(part => part is ScalarApply { Operation: ScalarOperation.Cast, Type: ElementType.Float }
            || !part.Arguments.Any(argument => argument is ScalarInput read && read.Position == input));

    /// <summary>Parts of the sums, along the longest summed axis.</summary>
    static Value? Split(Contract contract, IReadOnlyList<Value> inputs, WholeFloats a, WholeFloats b, int parts)
    {
        int axis = Enumerable.Range(0, contract.SumA.Count)
            .OrderByDescending(i => inputs[0].Shape[contract.SumA[i]] is { IsConstant: true } length ? length.Value : 0).First();
        Dim whole = inputs[0].Shape[contract.SumA[axis]];
        if (!whole.IsConstant || whole.Value < parts)
            return null;
        long length = (whole.Value + parts - 1) / parts;
        double largest = 0;
        var factors = new List<(Value A, Value B)>();
        for (long start = 0; start < whole.Value; start += length)
        {
            long count = Math.Min(length, whole.Value - start);
            Value[] sliced = { Slice(inputs[0], contract.SumA[axis], start, count), Slice(inputs[1], contract.SumB[axis], start, count) };
            largest = Math.Max(largest, Bound(contract, sliced, a, b));
            factors.Add((Slice(a.Floats, contract.SumA[axis], start, count), Slice(b.Floats, contract.SumB[axis], start, count)));
        }
        return largest <= FloatRange.Exact
            ? Sum(contract, factors.Select(f => Product(contract, f.A, f.B, largest)).ToArray(), largest)
            : null;
    }

    /// <summary>A part of an axis; where a view only hands an axis of its source on, a part of the source, so that windows stay windows.</summary>
    static Value Slice(Value x, int axis, long start, long length)
    {
        if (x.Producer.Primitive is not View view)
            return Views.Slice(x, axis, start, length);
        int[] sources = Enumerable.Range(0, view.Axes.Count).Where(s => view.Axes[s].Coefficients[axis] != Dim.Zero).ToArray();
        bool isHandedOn = sources.Length == 1 && view.Axes[sources[0]] is { SingleAxis: not null } map
            && map.Coefficients[axis] == Dim.One && map.Offset == Dim.Zero && x.Producer.Inputs[0].Shape[sources[0]] == x.Shape[axis];
        if (!isHandedOn)
            return Views.Slice(x, axis, start, length);
        Value part = Views.Slice(x.Producer.Inputs[0], sources[0], start, length);
        return x.Scope.Add(view with { Shape = view.Shape.With(axis, length) }, part);
    }

    static Value Product(Contract contract, Value a, Value b, double bound) =>
        a.Scope.Add(contract with { Accumulate = ElementType.Float, ExactBound = bound }, a, b);

    /// <summary>The sum as int32. That each part stays within its bound is said, for those who turn it into floats again.</summary>
    static Value Sum(Contract contract, IReadOnlyList<Value> products, double bound) => Algebra.Map(products, parts => parts
        .Select(part => ScalarExpr.Cast(Algebra.Minimum(Algebra.Maximum(part, -bound), bound), contract.Accumulate))
        .Aggregate((sum, part) => sum + part));

    /// <summary>What no sum exceeds in magnitude, with each operand's largest magnitude or, for weights, their sums.</summary>
    static double Bound(Contract contract, IReadOnlyList<Value> inputs, WholeFloats a, WholeFloats b)
    {
        double terms = 1;
        foreach (int axis in contract.SumA)
            terms *= inputs[0].Shape[axis].IsConstant ? inputs[0].Shape[axis].Value : double.PositiveInfinity;
        double bound = terms * a.Largest * b.Largest;
        if (bound > FloatRange.Exact && WeightMagnitudes.Sum(inputs[1], contract.SumB) is { } right)
            bound = Math.Min(bound, a.Largest * right);
        if (bound > FloatRange.Exact && WeightMagnitudes.Sum(inputs[0], contract.SumA) is { } left)
            bound = Math.Min(bound, b.Largest * left);
        return bound;
    }
}
