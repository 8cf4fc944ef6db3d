using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Rewriting;

/// <summary>Rules on rearrangements.</summary>
internal static class ViewRules
{
    /// <summary>View(View(x)) is one View.</summary>
    public static Value? Compose(Node node, IReadOnlyList<Value> inputs, RewriteContext context)
    {
        if (node.Primitive is not View outer || inputs[0].Producer.Primitive is not View inner)
            return null;
        AxisMap[] axes = inner.Axes.Select(axis =>
        {
            Dim offset = axis.Offset;
            Dim[] coefficients = Enumerable.Repeat(Dim.Zero, outer.Shape.Rank).ToArray();
            for (int middle = 0; middle < outer.Axes.Count; middle++)
            {
                offset += axis.Coefficients[middle] * outer.Axes[middle].Offset;
                for (int i = 0; i < coefficients.Length; i++)
                    coefficients[i] += axis.Coefficients[middle] * outer.Axes[middle].Coefficients[i];
            }
            return new AxisMap(offset, coefficients);
        }).ToArray();
        return node.Scope.Add(new View(outer.Shape, axes), inputs[0].Producer.Inputs[0]);
    }

    /// <summary>A View that reads every axis whole and in place is its input.</summary>
    public static Value? Identity(Node node, IReadOnlyList<Value> inputs, RewriteContext context) =>
        node.Primitive is View { Permutation: { } permutation } view && view.Shape.Equals(inputs[0].Shape)
        && permutation.Select((axis, i) => axis == i).All(same => same)
            ? inputs[0]
            : null;

    /// <summary>Reshape(Reshape(x)) is one Reshape, or none.</summary>
    public static Value? ComposeReshapes(Node node, IReadOnlyList<Value> inputs, RewriteContext context)
    {
        if (node.Primitive is not Reshape outer)
            return null;
        Value source = inputs[0].Producer.Primitive is Reshape ? inputs[0].Producer.Inputs[0] : inputs[0];
        if (source.Shape.Equals(outer.Shape))
            return source;
        return ReferenceEquals(source, inputs[0]) ? null : node.Scope.Add(new Reshape(outer.Shape), source);
    }

    /// <summary>A permutation behind a Map that undoes one before it: the Map works in the order of what it reads.</summary>
    public static Value? CancelThroughMap(Node node, IReadOnlyList<Value> inputs, RewriteContext context)
    {
        if (node.Primitive is not View { Permutation: { } outer } || inputs[0].Producer is not { Primitive: Map map } inner || context.Uses(inputs[0]) > 1)
            return null;
        Value?[] moved = inner.Inputs.Select(input => Undo(input, outer, context)).ToArray();
        if (moved.Any(m => m is null) || !inner.Inputs.Any(input => IsUndone(input, outer)))
            return null;
        ScalarExpr expression = map.Expression.Substitute(leaf => leaf is ScalarIndex index
            ? ScalarExpr.Index(System.Array.IndexOf(outer, index.Axis))
            : null);
        node.Scope.Continue(node, inner);
        return node.Scope.Add(new Map(expression, node.Output.Shape), moved!);
    }

    /// <summary>A reshape behind a Map that undoes one before it.</summary>
    public static Value? CancelReshapeThroughMap(Node node, IReadOnlyList<Value> inputs, RewriteContext context)
    {
        if (node.Primitive is not Reshape outer || inputs[0].Producer is not { Primitive: Map map } inner || context.Uses(inputs[0]) > 1
            || map.Expression.Nodes().Any(n => n is ScalarIndex))
        {
            return null;
        }
        Value?[] sources = inner.Inputs.Select(input =>
            IsSingle(input) ? (input.Rank == 0 ? input : Views.Reshape(input, Shape.Scalar))
            : input.Producer.Primitive is Reshape && input.Producer.Inputs[0].Shape.Equals(outer.Shape) && input.Shape.Equals(map.Shape) ? input.Producer.Inputs[0]
            : null).ToArray();
        if (sources.Any(s => s is null) || inner.Inputs.All(IsSingle))
            return null;
        node.Scope.Continue(node, inner);
        return node.Scope.Add(map with { Shape = outer.Shape }, sources!);
    }

    /// <summary>An input of a Map as it must be when the Map works in the order of another shape; null where that costs a rearrangement.</summary>
    static Value? Undo(Value input, int[] outer, RewriteContext context)
    {
        if (IsUndone(input, outer))
            return input.Producer.Inputs[0];
        if (IsSingle(input))
            return input.Rank == 0 ? input : Views.Reshape(input, Shape.Scalar);
        if (!context.IsWeight(input) || input.Rank > outer.Length)
            return null;
        Value full = Views.Reshape(input, new Shape(Enumerable.Repeat(Dim.One, outer.Length - input.Rank).Concat(input.Shape)));
        return Views.Permute(full, outer);
    }

    /// <summary>Whether the input is a permutation that the one behind undoes.</summary>
    static bool IsUndone(Value input, int[] outer) =>
        input.Producer.Primitive is View { Permutation: { } inner } && inner.Length == outer.Length
        && outer.Select((axis, i) => inner[axis] == i).All(same => same);

    static bool IsSingle(Value value) => value.Shape.All(dim => dim == Dim.One);
}
