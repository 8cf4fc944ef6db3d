using System.Collections.Generic;
using System.IO;
using System.Linq;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Conformance;

/// <summary>A folder <c>test_data_set_*</c> of a model.</summary>
internal sealed class DataSet(string path, OnnxGraph graph)
{
    /// <summary>Whether it holds results of another implementation.</summary>
    public bool HasReferences => Directory.EnumerateFiles(path, "output_*.pb").Any();

    /// <summary>The inputs in the order of the graph.</summary>
    public IReadOnlyList<(OnnxValueInfo Info, OnnxValue Value)> Inputs =>
        [.. graph.RequiredInputs.Select((input, i) => (input, TestFolder.Read(path, "input", i, input)))];

    /// <summary>The results of the other implementation.</summary>
    public IReadOnlyList<Contents> References =>
        [.. graph.Outputs.Select((output, i) => TestContents.Of(TestFolder.Read(path, "output", i, output)))];

    public static IEnumerable<DataSet> Of(TestFolder folder, OnnxModel model) => folder.DataSets.Select(path => new DataSet(path, model.Graph));
}
