using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace OnnxCodegen.Conformance;

/// <summary>How far results may be from references: |ours − reference| ≤ <paramref name="Absolute"/> + <paramref name="Relative"/> · |reference|.</summary>
/// <param name="SkipsZeros">Elements that are 0 in one of the two are not compared: which ones are 0 is left to chance.</param>
internal sealed record Tolerance(double Relative, double Absolute, bool SkipsZeros = false)
{
    /// <summary>The official runner's.</summary>
    public static readonly Tolerance Official = new(1e-3, 1e-7);

    static readonly Lazy<IReadOnlyDictionary<string, string>> Rules = new(() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "tolerances.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(parts => parts.Length == 4 ? parts : throw new InvalidDataException($"'{string.Join(" | ", parts)}' has not the form name | rule | reason | source."))
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal));

    /// <summary>From the folder's <c>tolerance.json</c>, else from <c>tolerances.txt</c>, else the official one.</summary>
    public static Tolerance Of(TestFolder folder)
    {
        string file = Path.Combine(folder.Path, "tolerance.json");
        if (!File.Exists(file))
            return Rules.Value.TryGetValue(folder.Name, out string? rule) ? Parse(rule) : Official;
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(file));
        return new Tolerance(json.RootElement.GetProperty("rtol").GetDouble(), json.RootElement.GetProperty("atol").GetDouble());
    }

    static Tolerance Parse(string rule)
    {
        string[] words = rule.Split(' ');
        return words switch
        {
            ["zeros"] => Official with { SkipsZeros = true },
            ["relative", var number] => Official with { Relative = double.Parse(number, CultureInfo.InvariantCulture) },
            ["absolute", var number] => Official with { Absolute = double.Parse(number, CultureInfo.InvariantCulture) },
            _ => throw new InvalidDataException($"'{rule}' is no rule of tolerances.txt."),
        };
    }
}
