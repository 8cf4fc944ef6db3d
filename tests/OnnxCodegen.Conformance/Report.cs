using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OnnxCodegen.Conformance;

/// <summary>Collects results and prints them: a line for each test that did not pass, the reasons by count, the totals.</summary>
internal sealed partial class Report
{
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, IndentSize = 4, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    readonly List<TestResult> results = [];

    public int Failed => With(Fate.Failed).Count();

    public void Add(TestResult result)
    {
        results.Add(result);
        if (result.Outcome.Fate != Fate.Passed)
            Console.WriteLine($"{result.Folder.Name}: {(result.Outcome.Fate == Fate.Skipped ? "skipped, " : string.Empty)}{result.Outcome.Reason}");
    }

    public void Print()
    {
        Console.WriteLine();
        PrintReasons(string.Empty, With(Fate.Failed));
        PrintReasons("skipped, ", With(Fate.Skipped));
        PrintReasons("passed by ", With(Fate.Passed).Where(r => r.Outcome.Reason.Length > 0));
        Console.WriteLine($"{With(Fate.Passed).Count()} passed, {Failed} failed, {With(Fate.Skipped).Count()} skipped");
    }

    /// <summary>The names of the tests by their fate, as <c>report.json</c> of the public scoreboard (github.com/onnx/backend-scoreboard) has them.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            Date = DateTime.Now.ToString("MM/dd/yyyy HH:mm:ss", CultureInfo.InvariantCulture),
            Failed = Names(Fate.Failed),
            Passed = Names(Fate.Passed),
            Skipped = Names(Fate.Skipped),
        },
        Indented);

    static void PrintReasons(string what, IEnumerable<TestResult> results)
    {
        foreach (var reason in results.GroupBy(r => Reason(r.Outcome.Reason)).OrderByDescending(g => g.Count()))
            Console.WriteLine($"{reason.Count(),5}  {what}{reason.Key}");
    }

    IEnumerable<TestResult> With(Fate fate) => results.Where(r => r.Outcome.Fate == fate);

    string[] Names(Fate fate) =>
        [.. With(fate).Select(result => $"{Suite(result.Folder)}::{result.Folder.Name}_cpu").Order(StringComparer.Ordinal)];

    /// <summary>The official runner's class for the tests of a folder.</summary>
    static string Suite(TestFolder folder) => $"OnnxBackend{Path.GetFileName(Path.GetDirectoryName(folder.Path)) switch
    {
        "node" => "Node",
        "simple" => "Simple",
        "pytorch-operator" => "PyTorchOperator",
        "pytorch-converted" => "PyTorchConverted",
        _ => "Real",
    }}ModelTest";

    /// <summary>The failure without names and numbers.</summary>
    static string Reason(string failure)
    {
        string text = Details().Replace(failure, string.Empty);
        return text.Length > 100 ? text[..100] : text;
    }

    [GeneratedRegex(@"\S*/\S*|'[^']*'|-?[0-9][0-9.eE+-]*")]
    private static partial Regex Details();
}
