using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using OnnxCodegen.Conformance;

namespace OnnxCodegen.Differential.Tests;

/// <summary>The cases of one run, in folders that stay when a test fails. <c>ONNX_DIFFERENTIAL_SEED</c> sets the first seed and
/// <c>ONNX_DIFFERENTIAL_COUNT</c> the number of cases: one of each operator by default;
/// <c>ONNX_DIFFERENTIAL_OPERATOR</c> leaves of these the cases that start with one operator.</summary>
public sealed class RandomCases : IDisposable
{
    const string Variables = "ONNX_DIFFERENTIAL_";

    readonly DirectoryInfo root = Directory.CreateTempSubdirectory("differential");
    readonly Dictionary<TestFolder, RandomCase> cases = [];
    bool hasFailed;

    public RandomCases()
    {
        int seed = Setting("SEED", 1), count = Setting("COUNT", OperatorEntries.All.Count);
        string? only = Environment.GetEnvironmentVariable(Variables + "OPERATOR");
        foreach (RandomCase drawn in Enumerable.Range(seed, count).Where(s => only is null || RandomCase.First(s).Name == only).Select(RandomCase.Of))
            cases.Add(CaseFolder.Write(root.FullName, drawn), drawn);
    }

    internal IEnumerable<TestFolder> Folders => cases.Keys;

    /// <summary>What differs from ONNX Runtime, by case; the number before its name is the seed.</summary>
    internal string Differences(IEnumerable<TestResult> results)
    {
        string[] differences = [.. results.Where(r => r.Outcome.Fate != Fate.Passed).Select(r => $"{r.Folder.Path}: {r.Outcome.Reason}\n    {GraphText.Of(cases[r.Folder].Model)}")];
        hasFailed |= differences.Length > 0;
        return string.Join(Environment.NewLine, differences);
    }

    public void Dispose()
    {
        if (!hasFailed)
            root.Delete(recursive: true);
    }

    static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(Variables + name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
