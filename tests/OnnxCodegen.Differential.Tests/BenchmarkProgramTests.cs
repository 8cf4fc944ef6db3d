using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using Xunit;

namespace OnnxCodegen.Differential.Tests;

/// <summary>The program that measures models, on two small ones.</summary>
public sealed class BenchmarkProgramTests
{
    [Fact]
    public void It_prints_a_line_and_a_row_of_a_table_for_each_model_and_a_mean()
    {
        string[] lines = Run(Model("Digits", "digits_cnn.onnx"), Model("Iris", "rf_iris.onnx"), "--quick", "--markdown", "--batch", "3");

        Assert.Equal(2, lines.Count(line => line.StartsWith("Digits", StringComparison.Ordinal) || line.StartsWith("Iris", StringComparison.Ordinal)));
        Assert.Equal(2, lines.Count(line => line.StartsWith("| Digits |", StringComparison.Ordinal) || line.StartsWith("| Iris |", StringComparison.Ordinal)));
        Assert.Single(lines.Where(line => line.StartsWith('|')).Select(line => line.Count(c => c == '|')).Distinct());
        Assert.DoesNotContain(lines, line => line.Contains("Exception", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("1 thread: geomean ratio", StringComparison.Ordinal) && line.Contains("over 2 models", StringComparison.Ordinal));
    }

    static string Model(string sample, string file) => Path.Combine(Built("Samples"), sample, file);

    static string[] Run(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [Built("Benchmarks"), .. arguments]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    static string Built(string key) => typeof(BenchmarkProgramTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
