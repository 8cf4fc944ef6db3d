using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Contractions of floats as products of stacks of matrices.</summary>
internal static class MatMulPlans
{
    const int MaximumOperands = 3;

    /// <summary>Weights with at least this many elements are packed into panels.</summary>
    const int PackedElements = 64;

    public static bool Suit(Node node) =>
        ((Contract)node.Primitive).Accumulate == ElementType.Float && node.Inputs.All(i => i.ElementType == ElementType.Float);

    /// <summary>Adds the product and what follows it as one call; false where the epilogue or the layout of its result stands in the way.</summary>
    public static bool TryAdd(Node node, Epilogue epilogue, PlanBuilder plan)
    {
        Value result = epilogue.Result;
        LaneExpression? expression = epilogue.Expression;
        IReadOnlyList<Value> inputs = expression?.Inputs ?? Array.Empty<Value>();
        IReadOnlyList<Dim> sizes = expression?.Sizes ?? Array.Empty<Dim>();
        Access[] operands = inputs
            .Select(o => epilogue.PullBack(Accesses.Broadcast(plan[o], o.Shape, result.Shape))).OfType<Access>().ToArray();
        if (operands.Length != inputs.Count || operands.Length + sizes.Count > MaximumOperands)
            return false;

        int[] order = PreferredOrder(result, plan.Uses) ?? Enumerable.Range(0, result.Rank).ToArray();
        Access trial = Trial(result, order);
        if (epilogue.PullBack(trial) is not { } natural)
            return false;
        Access a = plan[node.Inputs[0]];
        Access b = plan[node.Inputs[1]];
        MatMulAxes? axes = MatMulAxes.TryArrange(node, a, b, natural, operands);
        if (axes is null && epilogue.Map is null && epilogue.Steps.Count == 0)
        {
            (a, b) = InOrder(node, plan);
            axes = MatMulAxes.TryArrange(node, a, b, natural, operands);
        }
        if (axes is null || (epilogue.Nodes.Any() && CutsColumns(axes) && !CutsColumns(Alone(node, a, b))))
            return false;

        Access place = plan.Allocate(result, order);
        if (!place.Strides.SequenceEqual(trial.Strides))
        {
            // A concatenation or a padding offers its own memory.
            natural = epilogue.PullBack(place)!;
            axes = natural is null ? null : MatMulAxes.TryArrange(node, a, b, natural, operands);
            if (axes is null)
                return false;
        }
        Add(node, axes, a, b, epilogue.PullBack(place)!, expression, operands, sizes, plan);
        plan.Place(result, place);
        return true;
    }

    /// <summary>Whether columns that the kernel could compute together are taken apart.</summary>
    static bool CutsColumns(MatMulAxes? axes) => axes is null || axes.Batch.Any(axis => axis.Role == AxisRole.Column);

    /// <summary>The product without what follows it.</summary>
    static MatMulAxes? Alone(Node node, Access a, Access b) =>
        MatMulAxes.TryArrange(node, a, b, Trial(node.Output, Enumerable.Range(0, node.Output.Rank).ToArray()), Array.Empty<Access>());

    static void Add(
        Node node, MatMulAxes axes, Access a, Access b, Access result, LaneExpression? expression, Access[] operands, IReadOnlyList<Dim> sizes, PlanBuilder plan)
    {
        (Access left, Access right) = axes.Swaps ? (b, a) : (a, b);
        Value weights = node.Inputs[axes.Swaps ? 0 : 1];
        LoopAxis m = axes.Rows;
        LoopAxis n = axes.Columns;
        LoopAxis k = axes.Summed;
        bool isDemanded = WholeFactors.AreDemanded(node);
        bool packs = (isDemanded || (plan.IsPrepared(weights) && !plan.IsPreparing)) && axes.Batch.All(axis => axis.Strides[1] == Dim.Zero)
            && n.Length.IsConstant && k.Length.IsConstant && (isDemanded || n.Length.Value * k.Length.Value >= PackedElements);
        Access packed = axes.Along(right, 1, k.Strides[1]);
        bool isWhole = packs && (isDemanded || WholeFactors.Suit(node, k.Length, n.Length));
        if (packs)
            packed = plan.Pack(weights, new PackMatrix(k.Length, n.Length, isWhole, right with { Strides = new[] { k.Strides[1], n.Strides[1] } }, null!));
        plan.Add(new MatMulCall(
            new Shape(axes.Batch.Select(axis => axis.Length)), m.Length, n.Length, k.Length,
            axes.Along(left, 0, k.Strides[0]), packed, packs, isWhole,
            expression is null ? null : new MapStruct(expression.Expression, operands.Select((_, i) => n.Strides[3 + i] == Dim.Zero).Concat(sizes.Select(_ => true)).ToArray()),
            operands.Select((o, i) => axes.Along(o, 3 + i)).ToArray(), sizes,
            axes.Along(result, 2)));
    }

    /// <summary>Where a result would lie, to try whether a kernel reaches it.</summary>
    public static Access Trial(Value result, int[] order) =>
        Accesses.InOrder(new Buffer(-1, string.Empty, result.ElementType, result.Shape.Elements, Storage.Arena), result.Shape, order);

    /// <summary>The order of memory in which a permutation that follows and is then reshaped needs no copy.</summary>
    public static int[]? PreferredOrder(Value result, Uses uses) =>
        uses.Single(result) is { Primitive: View { Permutation: { } permutation } } view
        && uses.Single(view.Output)?.Primitive is Reshape && permutation[permutation.Length - 1] == permutation.Length - 1
            ? permutation
            : null;

    /// <summary>Both operands in dense memory, axes of one role side by side, so that each role becomes one axis.</summary>
    static (Access A, Access B) InOrder(Node node, PlanBuilder plan)
    {
        var contract = (Contract)node.Primitive;
        Value a = node.Inputs[0];
        Value b = node.Inputs[1];
        return (
            plan.InOrder(a, contract.BatchA.Concat(contract.FreeA(a.Rank)).Concat(contract.SumA).ToArray()),
            plan.InOrder(b, contract.BatchB.Concat(contract.SumB).Concat(contract.FreeB(b.Rank)).ToArray()));
    }
}
