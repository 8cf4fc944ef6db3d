using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Numerics.Tensors;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Emission;
using Xunit;
using CompilerTensor = OnnxCodegen.Compiler.Tensor;
using ValueType = OnnxCodegen.Compiler.ValueType;

namespace OnnxCodegen.Generator.Tests;

/// <summary>The class of a model over a forward pass that each test writes by hand.</summary>
public sealed class SurfaceRunTests
{
    static readonly Symbol Batch = new("batch", 0, Symbol.MaximumLength);
    static readonly Symbol Height = new("h", 0, Symbol.MaximumLength);
    static readonly Symbol Found = new("found", 0, Symbol.MaximumLength);

    [Fact]
    public void Fixed_shapes_are_spans_in_and_arrays_out()
    {
        object result = Call(
            [("x", Float(2, 2))], [("y", Float(4))],
            "Run(Input<float> x, scoped ref Output<float> y) { x.Data.CopyTo(y.Allocate([4])); }",
            "M.Predict(new float[] { 1, 2, 3, 4 })");

        Assert.Equal([1, 2, 3, 4], Assert.IsType<float[]>(result));
    }

    [Fact]
    public void One_free_leading_axis_is_a_span_of_rows_in_and_a_tensor_out()
    {
        object result = Call(
            [("x", Float(Dim.Of(Batch), 2))], [("y", Float(Dim.Of(Batch), 2))],
            "Run(Input<float> x, scoped ref Output<float> y) { x.Data.CopyTo(y.Allocate(x.Lengths)); }",
            "M.Predict(new float[] { 1, 2, 3, 4, 5, 6 })");

        Tensor<float> tensor = Assert.IsType<Tensor<float>>(result);
        Assert.Equal([3, 2], tensor.Lengths.ToArray());
        Assert.Equal(6, tensor[2, 1]);
    }

    [Fact]
    public void Other_free_axes_are_tensor_spans_and_are_made_dense()
    {
        object result = Call(
            [("x", Float(Dim.Of(Batch), Dim.Of(Height)))], [("y", Float(Dim.Of(Height)))],
            "Run(Input<float> x, scoped ref Output<float> y) { x.Data[^(int)x.Lengths[1]..].CopyTo(y.Allocate([x.Lengths[1]])); }",
            "M.Predict(new ReadOnlyTensorSpan<float>(new float[] { 1, 2, 3, 4, 5, 6 }, [2, 3]).Slice([0..2, 1..3]))");

        Assert.Equal([5, 6], Assert.IsType<Tensor<float>>(result).ToArray());
    }

    [Fact]
    public void Scalars_are_values()
    {
        object result = Call(
            [("n", new TensorType(ElementType.Int64, Shape.Scalar))], [("twice", new TensorType(ElementType.Int64, Shape.Scalar))],
            "Run(Input<long> n, scoped ref Output<long> twice) { twice.Allocate([])[0] = n.Data[0] * 2; }",
            "M.Predict(21)");

        Assert.Equal(42L, result);
    }

    [Fact]
    public void Several_outputs_are_a_record_with_named_members()
    {
        object result = Call(
            [("x", Float(1))], [("first_one", Float(1)), ("Second", new TensorType(ElementType.String, Shape.Of(1)))],
            "Run(Input<float> x, scoped ref Output<float> a, scoped ref Output<string> b) { a.Allocate([1])[0] = 1; b.Allocate([1])[0] = \"one\"; }",
            "(M.Predict(new float[1]).FirstOne[0], M.Predict(new float[1]).Second[0])");

        Assert.Equal((1f, "one"), result);
    }

    [Fact]
    public void A_labelled_matrix_is_a_list_of_dictionaries()
    {
        SurfaceModel model = Model([("x", Float(1))], [("p", Float(Dim.Of(Batch), 2))]);
        var labels = new CompilerTensor(ElementType.String, [2], new[] { "cat", "do\"g" });
        model = model with { Outputs = [model.Outputs[0] with { Labels = labels }] };

        object result = Call(
            model,
            "Run(Input<float> x, scoped ref Output<float> p) { new float[] { 1, 2, 3, 4 }.CopyTo(p.Allocate([2, 2])); }",
            "M.Predict(new float[1])");

        var rows = Assert.IsType<IReadOnlyList<IReadOnlyDictionary<string, float>>>(result, exactMatch: false);
        Assert.Equal(4, rows[1]["do\"g"]);
        Assert.Equal(["cat", "do\"g"], rows[0].Keys);
    }

    [Fact]
    public void Sequences_maps_and_optionals_are_natural_types()
    {
        var sequence = new SequenceType(Float(Dim.Of(Batch)));
        var map = new MapType(ElementType.Int64, new TensorType(ElementType.Float, Shape.Scalar));
        object result = Call(
            [("s", sequence), ("m", map), ("o", new OptionalType(Float(1)))], [("t", sequence), ("count", new TensorType(ElementType.Int64, Shape.Scalar))],
            """
            Run(IReadOnlyList<Tensor<float>> s, IReadOnlyDictionary<long, float> m, Tensor<float>? o, ref IReadOnlyList<Tensor<float>> t, scoped ref Output<long> count)
            { t = s; count.Allocate([])[0] = m.Count + (o is null ? 0 : 100); }
            """,
            "(M.Predict([Tensor.Create(new float[] { 7 })], new Dictionary<long, float> { [1] = 2 }, null) is var p ? (p.T[0].ToArray()[0], p.Count) : default)");

        Assert.Equal((7f, 1L), result);
    }

    [Fact]
    public void The_caller_can_own_the_memory()
    {
        object result = Call(
            [("x", Float(Dim.Of(Batch), 2))], [("y", Float(Dim.Of(Batch), 2)), ("sum", new TensorType(ElementType.Float, Shape.Scalar))],
            "Run(Input<float> x, scoped ref Output<float> y, scoped ref Output<float> sum) { x.Data.CopyTo(y.Allocate(x.Lengths)); sum.Allocate([])[0] = 5; }",
            "Measure()",
            """
            static object Measure()
            {
                var y = new float[4];
                var x = new float[] { 1, 2, 3, 4 };
                M.Predict(x, y, out float sum);
                long before = GC.GetAllocatedBytesForCurrentThread();
                M.Predict(x, y, out sum);
                return (y[3], sum, GC.GetAllocatedBytesForCurrentThread() - before);
            }
            """);

        Assert.Equal((4f, 5f, 0L), result);
    }

    [Fact]
    public void A_size_that_depends_on_data_is_told()
    {
        object result = Call(
            [("x", Float(3))], [("y", Float(Dim.Of(Found)))],
            "Run(Input<float> x, scoped ref Output<float> y) { x.Data.CopyTo(y.Allocate([3])); }",
            "(M.TryPredict(new float[3], new float[8], out int written), written, M.TryPredict(new float[3], new float[2], out int needed), needed)");

        Assert.Equal((true, 3, false, 3), result);
    }

    [Theory]
    [InlineData("M.Predict(new float[5], new float[2])", "'x'", "[batch, 2]", "multiple of 2", "5")]
    [InlineData("M.Predict(new float[4], new float[6])", "'z'", "length 2", "[3, 2]")]
    [InlineData("M.Predict(new float[4], new float[4], new float[3])", "'y'", "[2, 2]", "3")]
    [InlineData("((IOnnxModel)M.Instance).Run(new Dictionary<string, object?> { [\"x\"] = Tensor.Create(new float[4], [2, 2]) })", "'z'", "missing")]
    [InlineData("((IOnnxModel)M.Instance).Run(new Dictionary<string, object?> { [\"x\"] = 1 })", "'x'", "System.Int32")]
    [InlineData("((IOnnxModel)M.Instance).Run(new Dictionary<string, object?> { [\"x\"] = new float[4], [\"z\"] = new float[4] })", "'x'", "2 axes", "[4]")]
    public void Arguments_that_do_not_fit_are_refused_by_name(string call, params string[] words)
    {
        TensorType rows = Float(Dim.Of(Batch), 2);
        var exception = Assert.Throws<TargetInvocationException>(() => Call(
            [("x", rows), ("z", rows)], [("y", rows)],
            "Run(Input<float> x, Input<float> z, scoped ref Output<float> y) { x.Data.CopyTo(y.Allocate(x.Lengths)); }",
            $"Discard(() => {call})",
            "static object Discard(Action call) { call(); return call; }"));

        var refusal = Assert.IsType<ArgumentException>(exception.InnerException);
        Assert.All(words, word => Assert.Contains(word, refusal.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Hosts_reach_values_by_name()
    {
        object result = Call(
            [("x:0", Float(Dim.Of(Batch), 2))], [("y/1", Float(Dim.Of(Batch), 2))],
            "Run(Input<float> x, scoped ref Output<float> y) { x.Data.CopyTo(y.Allocate(x.Lengths)); }",
            """
            ((IOnnxModel)M.Instance) is var host && host.Run(new Dictionary<string, object?> { ["x:0"] = Tensor.Create(new float[] { 1, 2 }, [1, 2]) })["y/1"] is Tensor<float> y
                ? (host.Path, host.Inputs[0].Name, host.Inputs[0].Type, host.Outputs[0].Axes[0], y.ToArray()[1]) : default
            """);

        Assert.Equal(("m.onnx", "x:0", "float[batch, 2]", "batch", 2f), result);
    }

    static TensorType Float(params Dim[] dims) => new(ElementType.Float, Shape.Of(dims));

    static SurfaceModel Model((string Name, ValueType Type)[] inputs, (string Name, ValueType Type)[] outputs)
    {
        HashSet<Symbol> known = [.. inputs.SelectMany(input => input.Type.Symbols)];
        return new SurfaceModel
        {
            ClassName = "M",
            Namespace = "App",
            Accessibility = "public",
            Path = "m.onnx",
            Inputs = [.. inputs.Select(i => new SurfaceInput(i.Name, Names.Camel(i.Name), Names.Camel(i.Name) + "Rows", i.Type, ""))],
            Outputs = [.. outputs.Select(o => new SurfaceOutput(
                o.Name, Names.Camel(o.Name), Names.Camel(o.Name) + "Tensor", Names.Camel(o.Name) + "Written", Names.Pascal(o.Name), o.Type, "",
                null, !o.Type.Symbols.All(known.Contains)))],
            Symbols = new Dictionary<Symbol, string> { [Batch] = "batch", [Height] = "h" },
        };
    }

    static object Call((string, ValueType)[] inputs, (string, ValueType)[] outputs, string forward, string call, string members = "") =>
        Call(Model(inputs, outputs), forward, call, members);

    /// <summary>Compiles the class, a forward pass and a call, and runs the call.</summary>
    static object Call(SurfaceModel model, string forward, string call, string members = "")
    {
        const string Usings = "using System; using System.Collections.Generic; using System.Linq; using System.Numerics.Tensors; using OnnxCodegen; using App;\n";
        CSharpCompilation compilation = new GeneratorHost().Compile(
            Surface.Emit(model),
            Surface.EmitImplementation(model, forward: "", scratchBytes: 0, prepares: false),
            $"{Usings} namespace OnnxCodegen.Generated {{ static class App_M_Forward {{ public static void {forward} }} }}",
            $"{Usings} public static class Test {{ public static object Call() => {call}; {members} }}");
        using var assembly = new MemoryStream();
        ImmutableArray<Diagnostic> problems = compilation.Emit(assembly).Diagnostics;
        Assert.DoesNotContain(problems, problem => problem.Severity == DiagnosticSeverity.Error);
        assembly.Position = 0;
        return new AssemblyLoadContext(null).LoadFromStream(assembly).GetType("Test")!.GetMethod("Call")!.Invoke(null, null)!;
    }
}
