using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;
using Xunit;

namespace OnnxCodegen.Differential.Tests;

/// <summary>Every operator is compared with ONNX Runtime's, or it is said why not.</summary>
public sealed class CoverageTests
{
    const int GraphsOfEach = 3;

    [Fact]
    public void Operators_that_graphs_are_not_drawn_from_are_listed_with_the_reason()
    {
        HashSet<(string, string)> drawn = [.. OperatorEntries.All.SelectMany(Operators)];
        (string Domain, string Name)[] others = [.. OperatorTable.All.Select(m => (m.Domain, m.Name)).Distinct().Where(o => !drawn.Contains(o))];

        string[] missing = [.. others.Select(o => o.Domain.Length == 0 ? o.Name : $"{o.Domain}.{o.Name}")];
        Assert.Equal([], missing.Except(Undrawn.Reasons.Keys));
        Assert.Equal([], Undrawn.Reasons.Keys.Except(missing));
    }

    static IEnumerable<(string Domain, string Name)> Operators(OperatorEntry entry) => Enumerable.Range(0, GraphsOfEach).SelectMany(seed =>
    {
        var random = new Random(seed);
        var graph = new RandomGraph(random, Math.Min(entry.Until - 1, Math.Max(entry.Since, 18)));
        entry.Add(graph, graph.Input(random.Of(entry.Types), random.Dims(random.Between(entry.MinimumRank, entry.MaximumRank))));
        return graph.Operators;
    });
}
