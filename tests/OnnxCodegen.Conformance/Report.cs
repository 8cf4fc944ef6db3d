using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OnnxCodegen.Conformance;

/// <summary>Collects results and prints them: a line a failure, the reasons by count, the totals.</summary>
internal sealed partial class Report
{
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, IndentSize = 4, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    readonly List<(TestFolder Folder, string? Failure)> results = [];

    public int Failed => results.Count(r => r.Failure is not null);

    public void Add(TestFolder folder, string? failure)
    {
        results.Add((folder, failure));
        if (failure is not null)
            Console.WriteLine($"{folder.Name}: {failure}");
    }

    public void Print()
    {
        Console.WriteLine();
        var reasons = results.Where(r => r.Failure is not null).GroupBy(r => Reason(r.Failure!)).OrderByDescending(g => g.Count());
        foreach (var reason in reasons)
            Console.WriteLine($"{reason.Count(),5}  {reason.Key}");
        Console.WriteLine($"{results.Count - Failed} passed, {Failed} failed, 0 skipped");
    }

    /// <summary>The names of the tests by their fate, as <c>report.json</c> of the public scoreboard (github.com/onnx/backend-scoreboard) has them.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            Date = DateTime.Now.ToString("MM/dd/yyyy HH:mm:ss", CultureInfo.InvariantCulture),
            Failed = Names(results.Where(r => r.Failure is not null)),
            Passed = Names(results.Where(r => r.Failure is null)),
            Skipped = Array.Empty<string>(),
        },
        Indented);

    static string[] Names(IEnumerable<(TestFolder Folder, string? Failure)> results) =>
        [.. results.Select(result => $"{Suite(result.Folder)}::{result.Folder.Name}_cpu").Order(StringComparer.Ordinal)];

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
