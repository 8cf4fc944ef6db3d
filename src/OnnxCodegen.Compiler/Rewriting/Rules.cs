using System;
using System.Collections.Generic;

namespace OnnxCodegen.Compiler.Rewriting;

/// <summary>A rewrite: gives other results for a node with the given inputs, or null where it does not apply. The results have the same
/// types and mean the same.</summary>
internal sealed record Rule(string Name, Func<Node, IReadOnlyList<Value>, RewriteContext, Value?> Apply);

/// <summary>The table of rewrites, tried in order.</summary>
internal static class Rules
{
    public static IReadOnlyList<Rule> All { get; } = new[]
    {
        new Rule("view of view", ViewRules.Compose),
        new Rule("view that changes nothing", ViewRules.Identity),
        new Rule("reshape of reshape", ViewRules.ComposeReshapes),
        new Rule("power by a small constant", PowerRules.Expand),
        new Rule("map of map", MapRules.Fuse),
        new Rule("map that changes nothing", MapRules.Identity),
    };

    public static IReadOnlyList<Value>? Apply(Node node, IReadOnlyList<Value> inputs, RewriteContext context)
    {
        node.Scope.Continue(node);
        foreach (Rule rule in All)
        {
            if (rule.Apply(node, inputs, context) is { } result)
                return new[] { result };
        }
        return null;
    }
}
