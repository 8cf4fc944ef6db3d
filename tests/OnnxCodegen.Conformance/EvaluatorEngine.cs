using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Conformance;

/// <summary>Runs models by the naive meaning of their primitives.</summary>
internal static class EvaluatorEngine
{
    public static IEnumerable<(TestFolder Folder, string? Failure)> Run(IEnumerable<TestFolder> folders) =>
        folders.Select(folder => (folder, Attempt.Run(() => Test(folder))));

    static string? Test(TestFolder folder)
    {
        var source = new FolderSource(folder);
        OnnxModel model = GraphOrder.Sort(FunctionInliner.Inline(ModelReader.Read(source)));
        Graph graph = GraphImporter.Import(model, new Dictionary<string, long>());
        (double relative, double absolute) = folder.Tolerance();
        var comparison = new Comparison(relative, absolute);
        OnnxValueInfo[] inputs = [.. model.Graph.RequiredInputs];
        foreach (string set in folder.DataSets)
        {
            OnnxCodegen.Compiler.Tensor[] values = [.. inputs.Select((input, i) => TestFolder.Read(set, "input", i, input) is OnnxValue.Tensor tensor
                ? TensorDecoder.Decode(tensor.Data, source)
                : throw new NotSupportedException("The evaluator takes tensors alone."))];
            IReadOnlyList<OnnxCodegen.Compiler.Tensor> results = GraphEvaluator.Run(graph, values);
            for (int i = 0; i < results.Count; i++)
                if (comparison.Difference(graph.Outputs[i].Name, results[i], TestFolder.Read(set, "output", i, model.Graph.Outputs[i])) is { } difference)
                    return difference;
        }
        return null;
    }
}
