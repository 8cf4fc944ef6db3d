using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Json;

namespace OnnxCodegen.Conformance;

/// <summary>How far results may be from references: |ours − reference| ≤ <paramref name="Absolute"/> + <paramref name="Relative"/> · |reference|.</summary>
internal sealed record Tolerance(double Relative, double Absolute)
{
    /// <summary>The official runner's.</summary>
    public static readonly Tolerance Official = new(1e-3, 1e-7);

    static readonly Lazy<IReadOnlyDictionary<string, string>> Rules = new(() => ListFile.Read("tolerances.txt", columns: 4));

    /// <summary>Elements that are 0 in one of the two are not compared: which ones are 0 is left to chance.</summary>
    public bool SkipsZeros { get; init; }

    /// <summary>The result may be empty, as where the standard lets a decoder give up.</summary>
    public bool AllowsEmpty { get; init; }

    /// <summary>False where type and shape alone are compared.</summary>
    public bool ComparesElements { get; init; } = true;

    /// <summary>The rule of <c>tolerances.txt</c> for a test; null where it has none.</summary>
    public static string? RuleOf(TestFolder folder) => Rules.Value.GetValueOrDefault(folder.Name);

    /// <summary>From the folder's <c>tolerance.json</c>, else from <c>tolerances.txt</c>, else the official one.</summary>
    public static Tolerance Of(TestFolder folder)
    {
        string file = Path.Combine(folder.Path, "tolerance.json");
        if (!File.Exists(file))
            return RuleOf(folder) is { } rule ? Parse(rule) : Official;
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(file));
        return new Tolerance(json.RootElement.GetProperty("rtol").GetDouble(), json.RootElement.GetProperty("atol").GetDouble());
    }

    static Tolerance Parse(string rule) => rule.Split(' ') switch
    {
        ["zeros"] => Official with { SkipsZeros = true },
        ["empty"] => Official with { AllowsEmpty = true },
        ["relative", var number] => Official with { Relative = double.Parse(number, CultureInfo.InvariantCulture) },
        ["absolute", var number] => Official with { Absolute = double.Parse(number, CultureInfo.InvariantCulture) },
        _ => throw new InvalidDataException($"'{rule}' is no rule of tolerances.txt."),
    };
}
