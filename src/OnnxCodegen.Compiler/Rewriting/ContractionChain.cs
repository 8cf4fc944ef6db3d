using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Rewriting;

/// <summary>A contraction with weights and the permutations and reshapes that alone read its result.</summary>
/// <param name="Contraction">The node of the contraction.</param>
/// <param name="Weights">Which of its operands the weights are.</param>
/// <param name="Steps">The rearrangements, in order.</param>
internal sealed record ContractionChain(Node Contraction, int Weights, IReadOnlyList<Node> Steps)
{
    Contract Contract => (Contract)Contraction.Primitive;

    /// <summary>Whether whole numbers are multiplied.</summary>
    public bool IsWhole => Contraction.Inputs.All(input => ValueRange.Of(input).IsExactWhole);

    /// <summary>The chain that ends in a value; null where the value is no such thing.</summary>
    public static ContractionChain? Of(Value value, RewriteContext context)
    {
        var steps = new List<Node>();
        for (; context.Uses(value) == 1; value = value.Producer.Inputs[0])
        {
            Node node = value.Producer;
            if (node.Primitive is Contract contract)
            {
                bool[] isWeight = node.Inputs.Select(context.IsWeight).ToArray();
                return contract.Accumulate is ElementType.Float or ElementType.Double && isWeight[0] != isWeight[1]
                    && node.Inputs.All(i => i.ElementType == contract.Accumulate)
                    ? new ContractionChain(node, isWeight[0] ? 0 : 1, steps)
                    : null;
            }
            if (node.Primitive is not (Reshape or View { Permutation: not null }))
                return null;
            steps.Insert(0, node);
        }
        return null;
    }

    /// <summary>The chain's result when its weights are multiplied by a factor that broadcasts to the result; null where the factor varies
    /// along other axes than those of the weights.</summary>
    public Value? Scaled(Value factor)
    {
        Value w = Contraction.Inputs[Weights];
        if (PullBack(factor) is not { } aligned)
            return null;
        Value[] operands = Contraction.Inputs.ToArray();
        operands[Weights] = w * aligned;
        Value result = Contraction.Scope.Add(Contract, operands);
        foreach (Node step in Steps)
            result = Contraction.Scope.Add(step.Primitive, result);
        return result;
    }

    /// <summary>A factor of the result as one of the weights.</summary>
    Value? PullBack(Value factor)
    {
        Shape result = Steps.Count > 0 ? Steps[Steps.Count - 1].Output.Shape : Contraction.Output.Shape;
        Value? full = factor.Rank > result.Rank ? null
            : Views.Reshape(factor, new Shape(Enumerable.Repeat(Dim.One, result.Rank - factor.Rank).Concat(factor.Shape)));
        for (int i = Steps.Count - 1; i >= 0 && full is not null; i--)
            full = PullBack(full, Steps[i]);
        return full is null ? null : OnWeights(full);
    }

    static Value? PullBack(Value full, Node step)
    {
        Shape before = step.Inputs[0].Shape;
        if (step.Primitive is View { Permutation: { } permutation })
            return Views.Permute(full, Enumerable.Range(0, permutation.Length).Select(axis => System.Array.IndexOf(permutation, axis)).ToArray());
        if (AxisGroup.Of(before, step.Output.Shape) is not { } groups)
            return null;
        Dim[] dims = Enumerable.Repeat(Dim.One, before.Rank).ToArray();
        foreach (AxisGroup group in groups)
        {
            if (group.To.All(axis => full.Shape[axis] == Dim.One))
                continue;
            if (!group.To.All(axis => full.Shape[axis] == step.Output.Shape[axis]))
                return null;
            foreach (int axis in group.From)
                dims[axis] = before[axis];
        }
        return Views.Reshape(full, new Shape(dims));
    }

    /// <summary>A factor of the contraction's result with the axes of the weights.</summary>
    Value? OnWeights(Value full)
    {
        IReadOnlyList<int> batch = Weights == 0 ? Contract.BatchA : Contract.BatchB;
        int rank = Contraction.Inputs[Weights].Rank;
        int[] free = (Weights == 0 ? Contract.FreeA(rank) : Contract.FreeB(rank)).ToArray();
        int first = batch.Count + (Weights == 0 ? 0 : Contract.FreeA(Contraction.Inputs[0].Rank).Count());
        // For each axis of the weights that of the result.
        Dictionary<int, int> places = batch.Select((axis, i) => (axis, i)).Concat(free.Select((axis, i) => (axis, i: first + i))).ToDictionary(p => p.axis, p => p.i);
        int[] order = places.OrderBy(p => p.Key).Select(p => p.Value).ToArray();
        int[] others = Enumerable.Range(0, full.Rank).Except(order).ToArray();
        Shape weights = Contraction.Inputs[Weights].Shape;
        if (others.Any(axis => full.Shape[axis] != Dim.One) || places.Any(p => full.Shape[p.Value] != Dim.One && full.Shape[p.Value] != weights[p.Key]))
            return null;
        Value permuted = Views.Permute(full, order.Concat(others).ToArray());
        return Views.Reshape(permuted, new Shape(Enumerable.Range(0, rank).Select(axis => places.TryGetValue(axis, out int place) ? full.Shape[place] : Dim.One)));
    }
}
