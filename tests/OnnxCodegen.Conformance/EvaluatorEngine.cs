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
        var comparison = new Comparison(Tolerance.Of(folder));
        OnnxValueInfo[] inputs = [.. model.Graph.RequiredInputs];
        foreach (string set in folder.DataSets)
        {
            Contents[] values = [.. inputs.Select((input, i) => ContentsOf(TestFolder.Read(set, "input", i, input), source))];
            IReadOnlyList<Contents> results = GraphEvaluator.RunAll(graph, values);
            for (int i = 0; i < results.Count; i++)
                if (comparison.Difference(graph.Outputs[i].Name, results[i], TestFolder.Read(set, "output", i, model.Graph.Outputs[i])) is { } difference)
                    return difference;
        }
        return null;
    }

    static Contents ContentsOf(OnnxValue? value, FolderSource source) => value switch
    {
        null or OnnxValue.Optional { Element: null } => AbsentContents.Instance,
        OnnxValue.Optional optional => ContentsOf(optional.Element, source),
        OnnxValue.Sequence sequence => new ListContents([.. sequence.Elements.Select(element => ContentsOf(element, source))]),
        OnnxValue.Map map => new MapContents(TensorDecoder.Decode(map.Keys, source).Data.Cast<object>()
            .Zip(map.Values, (key, entry) => (key, entry)).ToDictionary(p => p.key, p => (OnnxCodegen.Compiler.Tensor)ContentsOf(p.entry, source))),
        OnnxValue.Tensor tensor => TensorDecoder.Decode(tensor.Data, source),
        _ => throw new NotSupportedException($"{value.GetType().Name} is no contents."),
    };
}
