using System.Collections.Generic;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Compiler.Tests.Import;

/// <summary>Models as graphs of primitives.</summary>
internal static class Imported
{
    public static Graph Graph(this ModelProto model) =>
        GraphImporter.Import(GraphOrder.Sort(FunctionInliner.Inline(model.Read())), new Dictionary<string, long>());

    /// <summary>The problems of a model that cannot be imported.</summary>
    public static IReadOnlyList<ModelException> Problems(this ModelProto model) =>
        Xunit.Assert.Throws<ModelImportException>(() => model.Graph()).Problems;
}
