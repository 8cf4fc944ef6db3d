using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Google.Protobuf;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import.Protobuf;
using OnnxCodegen.Conformance;
using Xunit;

namespace OnnxCodegen.Differential.Tests;

/// <summary>What the conformance tool makes of tests that pass, fail, are refused or take too long.</summary>
public sealed class ConformanceToolTests : IDisposable
{
    readonly DirectoryInfo root = Directory.CreateTempSubdirectory("conformance");

    public void Dispose() => root.Delete(recursive: true);

    [Fact]
    public void A_test_that_is_listed_as_failing_must_fail()
    {
        var expected = new ExpectedFailures(ListFile.Parse(["# remark", "a"], columns: 1));
        Assert.Equal(Fate.Skipped, expected.Apply(Result("a", Outcome.Failed("wrong"))).Outcome.Fate);
        Assert.Equal(Fate.Failed, expected.Apply(Result("a", Outcome.Passed())).Outcome.Fate);
        Assert.Equal(Fate.Failed, expected.Apply(Result("b", Outcome.Failed("wrong"))).Outcome.Fate);
        Assert.Equal(Fate.Passed, expected.Apply(Result("b", Outcome.Passed())).Outcome.Fate);
    }

    [Fact]
    public void The_report_has_the_form_of_the_public_scoreboard()
    {
        var report = new Report();
        report.Add(Result("node/test_b", Outcome.Passed()));
        report.Add(Result("node/test_a", Outcome.Passed()));
        report.Add(Result("simple/test_c", Outcome.Failed("wrong")));
        report.Add(Result("light/test_d", Outcome.Skipped("too slow")));

        using JsonDocument json = JsonDocument.Parse(report.ToJson());
        Assert.Equal(["date", "failed", "passed", "skipped"], json.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal(["OnnxBackendNodeModelTest::test_a_cpu", "OnnxBackendNodeModelTest::test_b_cpu"], Names("passed"));
        Assert.Equal(["OnnxBackendSimpleModelTest::test_c_cpu"], Names("failed"));
        Assert.Equal(["OnnxBackendRealModelTest::test_d_cpu"], Names("skipped"));

        IEnumerable<string?> Names(string fate) => json.RootElement.GetProperty(fate).EnumerateArray().Select(name => name.GetString());
    }

    [Fact]
    public void The_evaluator_skips_what_takes_too_long()
    {
        TestFolder folder = Case("slow", RandomTensor.Of(ElementType.Float, [2], 3, 4), RandomTensor.Of(ElementType.Float, [2], 3, 4));
        Assert.Equal(Fate.Passed, EvaluatorEngine.Run([folder], TimeSpan.FromMinutes(1)).Single().Outcome.Fate);
        Assert.Equal(Fate.Skipped, EvaluatorEngine.Run([folder], TimeSpan.Zero).Single().Outcome.Fate);
    }

    [Fact]
    public void A_wrong_element_type_or_shape_fails()
    {
        Assert.Equal(Fate.Passed, Run(Case("right", RandomTensor.Of(ElementType.Float, [2], 3, 4), RandomTensor.Of(ElementType.Float, [2], 3, 4))));
        Assert.Equal(Fate.Failed, Run(Case("type", RandomTensor.Of(ElementType.Float, [2], 3, 4), RandomTensor.Of(ElementType.Double, [2], 3, 4))));
        Assert.Equal(Fate.Failed, Run(Case("shape", RandomTensor.Of(ElementType.Float, [2], 3, 4), RandomTensor.Of(ElementType.Float, [1, 2], 3, 4))));
    }

    [Fact]
    public void A_vector_may_be_given_for_a_declared_scalar() =>
        Assert.Equal(Fate.Passed, Run(Case("scalar", RandomTensor.Of(ElementType.Float, [1], 3), RandomTensor.Of(ElementType.Float, [1], 3), [])));

    [Fact]
    public void Without_references_the_evaluator_is_the_reference()
    {
        Assert.Equal(Fate.Passed, Run(Case("unreferenced", RandomTensor.Of(ElementType.Float, [2], 3, 4), null)));
        Assert.Equal(Fate.Skipped, Run(Case("refused", RandomTensor.Of(ElementType.Float, [2], 3, 4), null, [3])));
    }

    static TestResult Result(string path, Outcome outcome) => new(new TestFolder(path), outcome);

    static Fate Run(TestFolder folder)
    {
        Fate fate = CompiledEngine.Run([folder]).Single().Outcome.Fate;
        Fate evaluated = EvaluatorEngine.Run([folder]).Single().Outcome.Fate;
        Assert.True(evaluated == fate || !folder.HasReferences);
        return fate;
    }

    /// <summary>The test of a model that gives its input.</summary>
    /// <param name="declared">The declared shape of the input; else that of the tensor.</param>
    TestFolder Case(string name, TensorProto input, TensorProto? output, long[]? declared = null)
    {
        string folder = Path.Combine(root.FullName, name), data = Directory.CreateDirectory(Path.Combine(folder, "test_data_set_0")).FullName;
        var model = new ModelProto
        {
            IrVersion = 10,
            OpsetImport = { new OperatorSetIdProto { Version = 21 } },
            Graph = new GraphProto
            {
                Name = name,
                Node = { new NodeProto { OpType = "Identity", Input = { "x" }, Output = { "y" } } },
                Input = { Declared("x", input, declared ?? [.. input.Dims]) },
                Output = { Declared("y", input, declared ?? [.. input.Dims]) },
            },
        };
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), model.ToByteArray());
        File.WriteAllBytes(Path.Combine(data, "input_0.pb"), input.ToByteArray());
        if (output is not null)
            File.WriteAllBytes(Path.Combine(data, "output_0.pb"), output.ToByteArray());
        return new TestFolder(folder);
    }

    static ValueInfoProto Declared(string name, TensorProto tensor, long[] dims) => new()
    {
        Name = name,
        Type = new TypeProto
        {
            TensorType = new()
            {
                ElemType = tensor.DataType,
                Shape = new TensorShapeProto { Dim = { dims.Select(length => new TensorShapeProto.Types.Dimension { DimValue = length }) } },
            },
        },
    };
}
