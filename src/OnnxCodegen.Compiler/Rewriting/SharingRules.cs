using System.Collections.Generic;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Rewriting;

/// <summary>What is computed twice is computed once.</summary>
internal static class SharingRules
{
    /// <summary>A node that applies the same primitive to the same inputs as one before it gives the results of that one.</summary>
    public static IReadOnlyList<Value>? Share(Node node, IReadOnlyList<Value> inputs, RewriteContext context) =>
        IsShareable(node.Primitive) && context.Find(node.Primitive, inputs) is { } known && !ReferenceEquals(known, node) ? known.Outputs : null;

    /// <summary>Whether equal applications give equal results, which those of random numbers do not.</summary>
    public static bool IsShareable(Primitive primitive) => primitive.IsPure && primitive.Counts.Count == 0;
}
