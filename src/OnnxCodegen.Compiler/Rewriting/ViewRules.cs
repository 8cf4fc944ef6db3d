using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

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
}
