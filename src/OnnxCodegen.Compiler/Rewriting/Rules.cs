using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Rewriting;

/// <summary>A rewrite: gives other results for a node with the given inputs, or null where it does not apply. The results have the same
/// types and mean the same.</summary>
internal sealed record Rule(string Name, Func<Node, IReadOnlyList<Value>, RewriteContext, IReadOnlyList<Value>?> Apply)
{
    /// <summary>A rewrite of nodes that give one result.</summary>
    public Rule(string name, Func<Node, IReadOnlyList<Value>, RewriteContext, Value?> apply)
        : this(name, (node, inputs, context) => apply(node, inputs, context) is { } result ? new[] { result } : null)
    {
    }
}

/// <summary>The table of rewrites, tried in order. Besides, nodes whose inputs are known are computed when they are made, and what nothing
/// reads is no part of a graph.</summary>
internal static class Rules
{
    public static IReadOnlyList<Rule> All { get; } = new[]
    {
        new Rule("view of view", ViewRules.Compose),
        new Rule("view that changes nothing", ViewRules.Identity),
        new Rule("reshape of reshape", ViewRules.ComposeReshapes),
        new Rule("contraction of small integers", IntegerContractions.AsFloats),
        new Rule("long sums of small integers that are read as floats", IntegerContractions.AsRoundedFloats),
        new Rule("rearrangement of a conversion", ConversionRules.BehindRearrangement),
        new Rule("integer constants among floats", ConversionRules.ConstantsAsFloats),
        new Rule("view that undoes one before a map", ViewRules.CancelThroughMap),
        new Rule("reshape that undoes one before a map", ViewRules.CancelReshapeThroughMap),
        new Rule("narrow value that is read wide", NarrowingRules.KeepWide),
        new Rule("narrowing before movement", NarrowingRules.MoveWide),
        new Rule("power by a small constant", PowerRules.Expand),
        new Rule("arithmetic of literals", MapRules.Simplify),
        new Rule("scale of a contraction with weights", ContractionRules.FoldScale),
        new Rule("map of map", MapRules.Fuse),
        new Rule("map that changes nothing", MapRules.Identity),
        new Rule("branch results that nothing reads", ControlFlowRules.DropBranchResults),
        new Rule("loop results that nothing reads", ControlFlowRules.DropLoopResults),
        new Rule("common subexpression", SharingRules.Share),
    };

    /// <summary>Rewrites that are tried before the others once these have joined what is equal and follows one another.</summary>
    public static IReadOnlyList<Rule> Late { get; } = new[]
    {
        new Rule("contraction of dequantised tensors", DequantizedRules.ScaleSums),
        new Rule("rearrangement of scaled sums", DequantizedRules.ScaleBehindRearrangement),
        new Rule("dequantised tensor that several read", DequantizedRules.HoldWhole),
    };

    public static IReadOnlyList<Value>? Apply(Node node, IReadOnlyList<Value> inputs, RewriteContext context)
    {
        foreach (Rule rule in context.IsLate ? Late.Concat(All) : All)
        {
            node.Scope.Continue(node);
            if (rule.Apply(node, inputs, context) is { } results)
                return results;
        }
        return null;
    }
}
