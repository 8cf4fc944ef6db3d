using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OnnxCodegen.Benchmarks;

/// <summary>Prints a line a result and a summary for each number of threads.</summary>
internal sealed class Report(double peak)
{
    static readonly JsonSerializerOptions Numbers = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    readonly List<Result> results = [];

    public static Version? OnnxRuntimeVersion => typeof(Microsoft.ML.OnnxRuntime.InferenceSession).Assembly.GetName().Version;

    /// <summary>The geometric mean of the ratios.</summary>
    public static double Mean(IEnumerable<Result> results) => Math.Exp(results.Average(result => Math.Log(result.Ratio)));

    public void Header()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak {peak / 1e9:F0} GFLOP/s a core; ONNX Runtime {OnnxRuntimeVersion}"));
        Console.WriteLine($"{"model",-28} {"threads",7} {"ours",11} {"ORT",11} {"ratio",6} {"B/call",7} {"GFLOP/s",8} {"peak",5} {"GB/s",6} {"copy",5} {"difference",10} {"first ms",9} {"ORT ms",8} {"JIT ms",7} {"kernels",7} {"AOT ms",7} {"AOT call",11} {"AOT MB",6}");
    }

    public void Add(Result result)
    {
        results.Add(result);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{result.Name,-28} {result.Threads,7} {Time(result.Ours),11} {Time(result.Theirs),11} {result.Ratio,6:F2} {result.Allocated,7} {result.OperationsPerSecond / 1e9,8:F1} {result.OperationsPerSecond / peak / result.Threads,5:P0} {result.BytesPerSecond / 1e9,6:F1} {result.BytesPerSecond / result.CopyRate / result.Threads,5:P0} {result.Difference,10:E1} {Milliseconds(result.OurStart?.Seconds),9} {Milliseconds(result.TheirStart?.Seconds),8} {Milliseconds(result.OurStart?.JitSeconds),7} {result.OurStart?.Kernels,7} {Milliseconds(result.Aot?.Seconds),7} {(result.Aot is { } aot ? Time(aot.Steady) : ""),11} {result.Aot?.Bytes / 1e6,6:F2}"));
    }

    public void Summary()
    {
        foreach (IGrouping<int, Result> group in results.GroupBy(r => r.Threads).OrderBy(g => g.Key))
        {
            Result worst = group.MinBy(r => r.Ratio)!;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{group.Key} thread{(group.Key == 1 ? "" : "s")}: geomean ratio {Mean(group):F2} over {group.Count()} models, worst {worst.Ratio:F2} ({worst.Name})"));
        }
    }

    public string ToJson() => JsonSerializer.Serialize(new { peak, results }, Numbers);

    public string ToMarkdown() => MarkdownTable.Of(results, peak);

    public static string Time(double seconds) => seconds switch
    {
        < 1e-6 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e9:F1} ns"),
        < 1e-3 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e6:F2} µs"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e3:F2} ms"),
    };

    static string Milliseconds(double? seconds) => seconds is { } value ? (value * 1e3).ToString("F1", CultureInfo.InvariantCulture) : "";
}
