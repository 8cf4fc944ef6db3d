using System;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Xunit;

namespace OnnxCodegen.Generator.Tests;

public sealed class CachingTests : IDisposable
{
    readonly ModelFolder folder = new();
    readonly GeneratorHost host = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(OnnxGenerator.SignatureStep)]
    [InlineData(OnnxGenerator.CodeStep)]
    public void A_change_of_user_code_runs_no_step(string step)
    {
        string model = folder.Write("model.onnx", Models.Unary());
        GeneratorDriver driver = host.Driver(new ModelText(model)).RunGenerators(host.Compile());
        Assert.Equal(IncrementalStepRunReason.New, Reason(driver, step));

        driver = driver.RunGenerators(host.Compile("class C;"));

        Assert.Equal(IncrementalStepRunReason.Cached, Reason(driver, step));
    }

    [Theory]
    [InlineData(OnnxGenerator.SignatureStep)]
    [InlineData(OnnxGenerator.CodeStep)]
    public void The_same_file_seen_anew_runs_no_step(string step)
    {
        var text = new ModelText(folder.Write("model.onnx", Models.Unary()));
        GeneratorDriver driver = host.Driver(text).RunGenerators(host.Compile());

        driver = driver.ReplaceAdditionalText(text, new ModelText(text.Path)).RunGenerators(host.Compile());

        Assert.Equal(IncrementalStepRunReason.Cached, Reason(driver, step));
    }

    [Fact]
    public void A_changed_file_is_compiled_again()
    {
        var text = new ModelText(folder.Write("model.onnx", Models.Unary()));
        GeneratorDriver driver = host.Driver(text).RunGenerators(host.Compile());

        folder.Write("model.onnx", Models.Unary(output: "other"));
        driver = driver.ReplaceAdditionalText(text, new ModelText(text.Path)).RunGenerators(host.Compile());

        Assert.Equal(IncrementalStepRunReason.Modified, Reason(driver, OnnxGenerator.SignatureStep));
        Assert.Contains("\"other\"", driver.GetRunResult().Results.Single().GeneratedSources[0].SourceText.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_touched_file_of_the_same_contents_gives_an_unchanged_class()
    {
        var text = new ModelText(folder.Write("model.onnx", Models.Unary()));
        GeneratorDriver driver = host.Driver(text).RunGenerators(host.Compile());

        File.SetLastWriteTimeUtc(text.Path, DateTime.UtcNow.AddHours(1));
        driver = driver.ReplaceAdditionalText(text, new ModelText(text.Path)).RunGenerators(host.Compile());

        Assert.All(
            driver.GetRunResult().Results.Single().TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs),
            output => Assert.True(output.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
    }

    [Fact]
    public void Changed_metadata_compiles_again()
    {
        var text = new ModelText(folder.Write("model.onnx", Models.Unary()));
        GeneratorDriver driver = host.Driver(text).RunGenerators(host.Compile());

        driver = driver.ReplaceAdditionalText(text, new ModelText(text.Path, ("ClassName", "Other"))).RunGenerators(host.Compile());

        Assert.Equal(IncrementalStepRunReason.Modified, Reason(driver, OnnxGenerator.SignatureStep));
    }

    [Fact]
    public void A_change_of_one_model_leaves_the_others_cached()
    {
        var first = new ModelText(folder.Write("first.onnx", Models.Unary()));
        var second = new ModelText(folder.Write("second.onnx", Models.Unary()));
        GeneratorDriver driver = host.Driver(first, second).RunGenerators(host.Compile());

        folder.Write("second.onnx", Models.Unary(output: "other"));
        driver = driver.ReplaceAdditionalText(second, new ModelText(second.Path)).RunGenerators(host.Compile());

        Assert.Equal(
            [IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified],
            driver.GetRunResult().Results.Single().TrackedSteps[OnnxGenerator.SignatureStep].SelectMany(s => s.Outputs).Select(o => o.Reason));
    }

    static IncrementalStepRunReason Reason(GeneratorDriver driver, string step) =>
        driver.GetRunResult().Results.Single().TrackedSteps[step].Single().Outputs.Single().Reason;
}
