using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using OnnxCodegen.Conformance;
using Xunit;

namespace OnnxCodegen.Differential.Tests;

/// <summary>Operators on tensors that have no elements. The evaluator is the reference: kernels of ONNX Runtime end the process for some.</summary>
public sealed class EmptyTensorTests : IDisposable
{
    const int CasesOfEach = 1;

    readonly DirectoryInfo root = Directory.CreateTempSubdirectory("empty");

    public void Dispose() => root.Delete(recursive: true);

    [Fact]
    public void Compiled_classes_give_what_the_evaluator_gives()
    {
        TestFolder[] folders = [.. Enumerable.Range(0, CasesOfEach * OperatorEntries.All.Count).Select(Drawn).OfType<RandomCase>().Select(drawn => CaseFolder.Write(root.FullName, drawn))];

        TestResult[] results = [.. CompiledEngine.Run(folders)];

        Assert.True(results.Count(r => r.Outcome.Fate == Fate.Passed) > folders.Length / 2);
        string[] differences = [.. results.Where(r => r.Outcome.Fate == Fate.Failed).Select(r => $"{r.Folder.Name}: {r.Outcome.Reason}")];
        Assert.True(differences.Length == 0, string.Join(Environment.NewLine, differences));
    }

    /// <summary>A graph of one operator whose first operand has an axis of length 0; null where the other operands cannot fit that.</summary>
    static RandomCase? Drawn(int seed)
    {
        var random = new Random(seed);
        OperatorEntry entry = RandomCase.First(seed);
        var graph = new RandomGraph(random, Math.Min(entry.Until - 1, Math.Max(entry.Since, RandomCase.LatestOpset)));
        long[] dims = random.Dims(random.Between(Math.Max(1, entry.MinimumRank), Math.Max(1, entry.MaximumRank)));
        dims[random.Next(dims.Length)] = 0;
        try
        {
            entry.Add(graph, graph.Input(random.Of(entry.Types), dims));
        }
        catch (Exception exception) when (exception is ArgumentException or DivideByZeroException)
        {
            return null;
        }
        return new RandomCase($"{seed}_{entry}", graph.Model, graph.Inputs, []);
    }
}
