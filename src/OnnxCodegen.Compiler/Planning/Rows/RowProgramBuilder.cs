using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Turns nodes over the same axes into the steps of a row loop.</summary>
/// <remarks>A function of all elements that several nodes read is computed again where it is cheap, else it is kept in the memory of the
/// result.</remarks>
internal sealed class RowProgramBuilder
{
    const int CheapOperations = 2;
    const int MaximumOperations = 64;

    readonly HashSet<Node> members;
    readonly RowGroup group;
    readonly RowHoisting? hoisting;
    readonly RowLeaves leaves = new();
    readonly List<RowStep> steps = new();
    readonly Dictionary<Value, ScalarExpr> meanings = new();
    readonly Dictionary<Value, ScalarExpr> deferred = new();

    RowProgramBuilder(RowGroup group, bool hoists, bool mayApproximate)
    {
        this.group = group;
        members = new HashSet<Node>(group.Nodes);
        hoisting = hoists ? new RowHoisting(leaves, steps, mayApproximate) : null;
    }

    /// <summary>The steps; null where they need more slots than there are.</summary>
    /// <param name="mayApproximate">Whether divisions by a statistic may become multiplications.</param>
    public static RowProgram? TryBuild(RowGroup group, bool mayApproximate) =>
        new RowProgramBuilder(group, true, mayApproximate).TryBuild() ?? new RowProgramBuilder(group, false, mayApproximate).TryBuild();

    RowProgram? TryBuild()
    {
        foreach (Node node in group.Nodes)
        {
            bool isBuilt = node.Primitive is Reduce reduce ? TryFold(node, reduce.Operation) : TryMap(node);
            if (!isBuilt)
                return null;
        }
        JoinFinishes();
        return leaves.Fit && RowStatistics.TryPlace(steps, leaves) is { } placed
            ? new RowProgram(placed, leaves.Operands, leaves.Sizes, group.Result)
            : null;
    }

    /// <summary>Statistics that are computed from others for one further statistic alone become part of it.</summary>
    void JoinFinishes()
    {
        for (int i = 0; i < steps.Count; i++)
        {
            RowStep step = steps[i];
            int[] readers = Enumerable.Range(0, steps.Count).Where(k => steps[k].Slots.Contains(step.Into)).ToArray();
            if (!step.IsFinish || readers.Length != 1 || !steps[readers[0]].IsFinish)
                continue;
            RowStep reader = steps[readers[0]];
            steps[readers[0]] = reader with
            {
                Function = reader.Function.Substitute(leaf => leaf is ScalarInput input && input.Position == step.Into ? step.Function : null),
            };
            steps.RemoveAt(i--);
        }
    }

    bool TryFold(Node node, Reduction operation)
    {
        Value input = node.Inputs[0];
        bool stores = deferred.TryGetValue(input, out ScalarExpr? function);
        if ((function ?? Meaning(input)) is not { } folded)
            return false;
        folded = Hoist(folded);
        int into = Receiver(node.Output);
        steps.Add(leaves.Define(new RowStep(folded, operation, stores, into)));
        if (stores)
            Keep(input);
        return true;
    }

    bool TryMap(Node node)
    {
        if (Function(node) is not { } function)
            return false;
        Value value = node.Output;
        if (group.IsFolded(value))
        {
            steps.Add(leaves.Define(new RowStep(function, null, false, Receiver(value))));
            return true;
        }
        if (ReferenceEquals(value, group.Result))
        {
            Store(function);
            return true;
        }
        bool isShared = group.Readers(value).Count(members.Contains) > 1;
        if (!isShared || IsCheap(function))
            meanings[value] = function;
        else if (group.IsFolded(group.Result))
            return false;
        else
            deferred[value] = function;
        return true;
    }

    /// <summary>The function of a node in terms of leaves; null where it reads what the result's memory no longer holds.</summary>
    ScalarExpr? Function(Node node)
    {
        LaneExpression lane = LaneExpression.TryMake(node, null)!;
        var inputs = new List<ScalarExpr>();
        foreach (Value input in lane.Inputs)
        {
            if (deferred.TryGetValue(input, out ScalarExpr? function))
            {
                Store(function);
                Keep(input);
            }
        }
        foreach (Value input in lane.Inputs)
        {
            if (Meaning(input) is not { } meaning)
                return null;
            inputs.Add(meaning);
        }
        inputs.AddRange(lane.Sizes.Select(leaves.Size));
        ScalarExpr expression = lane.Expression.Substitute(leaf => leaf is ScalarInput input ? inputs[input.Position - 1] : null);
        return expression.OperationCount <= MaximumOperations ? expression : null;
    }

    ScalarExpr? Meaning(Value value)
    {
        if (!members.Contains(value.Producer))
            return leaves.Operand(value);
        return meanings.TryGetValue(value, out ScalarExpr? meaning) && leaves.AreCurrent(meaning) ? meaning : null;
    }

    /// <summary>Where a folded value goes.</summary>
    int Receiver(Value value)
    {
        ScalarInput into = ReferenceEquals(value, group.Result) ? leaves.Result : leaves.NewStatistic();
        meanings[value] = into;
        return into.Position;
    }

    void Store(ScalarExpr function) => steps.Add(new RowStep(Hoist(function), null, true, leaves.Result.Position));

    /// <summary>Notes that the memory of the result now holds the value.</summary>
    void Keep(Value value)
    {
        deferred.Remove(value);
        meanings[value] = leaves.NewResult();
    }

    /// <summary>Whether computing a function again costs less than keeping it: few operations of a cycle or so.</summary>
    static bool IsCheap(ScalarExpr function)
    {
        ScalarApply[] operations = function.Nodes().OfType<ScalarApply>().ToArray();
        return operations.Length <= CheapOperations && operations.All(apply => apply.Operation is ScalarOperation.Add or ScalarOperation.Subtract
            or ScalarOperation.Multiply or ScalarOperation.Negate or ScalarOperation.Absolute or ScalarOperation.Minimum or ScalarOperation.Maximum
            or ScalarOperation.Select or ScalarOperation.Less or ScalarOperation.LessOrEqual or ScalarOperation.Equal);
    }

    ScalarExpr Hoist(ScalarExpr function) => hoisting is null ? function : hoisting.Hoist(function);
}
