using System;
using System.IO;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import.Protobuf;
using Xunit;

namespace OnnxCodegen.Generator.Tests.Snapshots;

/// <summary>Emitted code is read by people: these texts show how it reads, and every change of it shows in review.</summary>
public sealed class ReadabilityTests : IDisposable
{
    readonly ModelFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public Task A_convolutional_network()
    {
        byte[] model = File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "Digits", "digits_cnn.onnx"));
        return Verify("Digits", folder.Write("Digits.onnx", model));
    }

    [Fact]
    public Task A_layer_of_a_transformer() => Verify("Transformer", folder.Write("Transformer.onnx", Transformer.Model()));

    [Fact]
    public Task A_loop_over_rows_that_are_found_in_data() => Verify("Rows", folder.Write("Rows.onnx", RowsInLoop()));

    /// <summary>Sums the rows whose first element is not zero, one by one.</summary>
    static ModelProto RowsInLoop()
    {
        GraphProto body = Models.Model(
            [
                Models.Node("Identity", ["goes_on"], ["still"]),
                Models.Node("Gather", ["rows", "i"], ["row"]),
                Models.Node("Gather", ["x", "row"], ["taken"]),
                Models.Node("Add", ["sum", "taken"], ["next"]),
            ],
            [Models.Value("i", ElementType.Int64), Models.Value("goes_on", ElementType.Bool), Models.Value("sum", ElementType.Float, 3)],
            [Models.Value("still", ElementType.Bool), Models.Value("next", ElementType.Float, 3)]).Graph;
        return Models.Model(
            [
                Models.Node("Gather", ["x", "zero"], ["first"], new AttributeProto { Name = "axis", Type = 2, I = 1 }),
                Models.Node("NonZero", ["first"], ["places"]),
                Models.Node("Squeeze", ["places", "axis"], ["rows"]),
                Models.Node("Size", ["rows"], ["count"]),
                Models.Node("Loop", ["count", "", "start"], ["sum"], new AttributeProto { Name = "body", Type = 5, G = body }),
            ],
            [Models.Value("x", ElementType.Float, "height", 3)],
            [Models.Value("sum", ElementType.Float, 3)],
            new TensorProto { Name = "zero", DataType = (int)ElementType.Int64, Int64Data = { 0 } },
            new TensorProto { Name = "axis", DataType = (int)ElementType.Int64, Dims = { 1 }, Int64Data = { 0 } },
            new TensorProto { Name = "start", DataType = (int)ElementType.Float, Dims = { 3 }, FloatData = { 0, 0, 0 } });
    }

    /// <summary>The generated files are those kept here, and compile.</summary>
    static Task Verify(string name, string path)
    {
        if (Snapshot.AreWritten)
            foreach (SyntaxTree tree in new GeneratorHost().Run(new ModelText(path)).GeneratedTrees)
                Snapshot.Write(Path.GetFileName(tree.FilePath), tree.ToString());
        GeneratorTest test = new GeneratorTest().Model(path);
        foreach (string file in (string[])[$"App.{name}.g.cs", $"App.{name}.Forward.g.cs"])
            test.Text(file, Snapshot.Read(file));
        return test.RunAsync();
    }
}
