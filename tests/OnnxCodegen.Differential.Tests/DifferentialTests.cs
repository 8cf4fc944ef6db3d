using System.Collections.Generic;
using OnnxCodegen.Conformance;
using Xunit;

namespace OnnxCodegen.Differential.Tests;

/// <summary>Random graphs of one or two operators give what ONNX Runtime gives.</summary>
public sealed class DifferentialTests(RandomCases cases) : IClassFixture<RandomCases>
{
    [Fact]
    public void Compiled_classes_give_what_ONNX_Runtime_gives() => AssertSame(CompiledEngine.Run(cases.Folders));

    [Fact]
    public void The_evaluator_gives_what_ONNX_Runtime_gives() => AssertSame(EvaluatorEngine.Run(cases.Folders));

    void AssertSame(IEnumerable<TestResult> results)
    {
        string differences = cases.Differences(results);
        Assert.True(differences.Length == 0, differences);
    }
}
