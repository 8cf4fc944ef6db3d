using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Conformance;

/// <summary>Runs models by the naive meaning of their primitives.</summary>
internal static class EvaluatorEngine
{
    /// <param name="limit">How long a test may take; those that take longer are skipped.</param>
    public static IEnumerable<TestResult> Run(IEnumerable<TestFolder> folders, TimeSpan? limit = null) => limit is { } time
        ? EvaluatorProcess.Run(folders, time)
        : folders.Select(folder => new TestResult(folder, Test(folder)));

    public static Outcome Test(TestFolder folder) => Attempt.Run(() => Compare(folder));

    /// <summary>The results of a model for the inputs of a data set.</summary>
    /// <exception cref="ModelException">The model does not hold, or not for these inputs.</exception>
    public static IReadOnlyList<Contents> Results(OnnxModel model, DataSet set)
    {
        Graph graph = GraphImporter.Import(GraphOrder.Sort(FunctionInliner.Inline(model)), new Dictionary<string, long>());
        return GraphEvaluator.RunAll(graph, [.. set.Inputs.Select(input => TestContents.Of(input.Value))], ImagingFunctions.MeaningOf);
    }

    static Outcome Compare(TestFolder folder)
    {
        OnnxModel model = ModelReader.Read(new TestSource(folder));
        var verdict = new Verdict(folder, model);
        foreach (DataSet set in DataSet.Of(folder, model))
        {
            if (!set.HasReferences)
                return Unreferenced(model, set);
            if (verdict.Difference(Results(model, set), set.References) is { } difference)
                return Outcome.Failed(difference);
        }
        return verdict.Passed;
    }

    /// <summary>The model must run or be refused.</summary>
    static Outcome Unreferenced(OnnxModel model, DataSet set)
    {
        try
        {
            Results(model, set);
            return Outcome.Skipped("there is no reference");
        }
        catch (Exception exception) when (exception is ModelException or ModelImportException)
        {
            return Outcome.Skipped($"there is no reference, and it is refused: {exception.Message}");
        }
    }
}
