using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Branches and loops over graphs in attributes.</summary>
internal static class ControlFlow
{
    /// <summary>The results of one of two graphs.</summary>
    [Operator, Since(1)]
    public static IReadOnlyList<Value> If(Value cond, Subgraph thenBranch, Subgraph elseBranch) =>
        Conditional.Of(cond, scope => thenBranch(scope, []), scope => elseBranch(scope, []));

    /// <summary>Runs a graph at most <paramref name="m"/> times and while <paramref name="cond"/> and then the graph itself say so. Without
    /// <paramref name="cond"/> what the graph says does not count.</summary>
    /// <param name="body">From the number of runs before, the condition and the carried values to the condition, the carried values and a
    /// slice of each of the scans.</param>
    [Operator, Since(1)]
    public static IReadOnlyList<Value> Loop(
        Scope scope, [Optional] Value? m, [Optional] Value? cond, IReadOnlyList<Value> initial, Subgraph body)
    {
        Dim? trips = m is null ? null : DimVectors.Scalar(m);
        return Iteration.Over(scope, trips, cond, initial, (inner, index, carried) =>
        {
            // A run takes place only where the condition holds.
            Value[] start = [inner.Scalar(index), inner.Constant(ElementType.Bool, 1)];
            IReadOnlyList<Value> results = body(inner, start.Concat(carried).ToArray());
            if (results.Count < carried.Count + 1)
                throw new ModelException($"The body gives {results.Count} results, too few for {carried.Count} carried values.");
            return new LoopRun(cond is null ? null : results[0], results.Skip(1).Take(carried.Count).ToArray(), results.Skip(carried.Count + 1).ToArray());
        });
    }
}
