using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OnnxCodegen.Conformance;

/// <summary>Collects results and prints them: a line a failure, the reasons by count, the totals.</summary>
internal sealed partial class Report
{
    readonly List<(string Name, string? Failure)> results = [];

    public int Failed => results.Count(r => r.Failure is not null);

    public void Add(TestFolder folder, string? failure)
    {
        results.Add((folder.Name, failure));
        if (failure is not null)
            Console.WriteLine($"{folder.Name}: {failure}");
    }

    public void Print()
    {
        Console.WriteLine();
        var reasons = results.Where(r => r.Failure is not null).GroupBy(r => Reason(r.Failure!)).OrderByDescending(g => g.Count());
        foreach (IGrouping<string, (string, string?)> reason in reasons)
            Console.WriteLine($"{reason.Count(),5}  {reason.Key}");
        Console.WriteLine($"{results.Count - Failed} passed, {Failed} failed, 0 skipped");
    }

    public string ToJson() => JsonSerializer.Serialize(results.ToDictionary(r => r.Name, r => r.Failure ?? "passed"));

    /// <summary>The failure without names and numbers.</summary>
    static string Reason(string failure)
    {
        string text = Names().Replace(failure, string.Empty);
        return text.Length > 100 ? text[..100] : text;
    }

    [GeneratedRegex(@"\S*/\S*|'[^']*'|-?[0-9][0-9.eE+-]*")]
    private static partial Regex Names();
}
