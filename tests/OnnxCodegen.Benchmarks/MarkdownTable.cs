using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;

namespace OnnxCodegen.Benchmarks;

/// <summary>The results as a table for a page: a line a model, with what it was measured on above.</summary>
internal static class MarkdownTable
{
    const string Missing = "–";

    /// <param name="peak">Floating-point operations a second of a core.</param>
    public static string Of(IReadOnlyList<Result> results, double peak)
    {
        int[] threads = [.. results.Select(result => result.Threads).Distinct().Order()];
        bool native = results.Any(result => result.Aot is not null);
        string[] headings =
        [
            "model", .. threads.SelectMany(count => (string[])[count == 1 ? "1 thread" : $"{count} threads", "ONNX Runtime", "ratio"]),
            "first result", .. native ? (string[])["native"] : [], "ONNX Runtime", "bytes a call",
        ];
        var text = new StringBuilder();
        text.AppendLine(Machine(peak)).AppendLine();
        Append(text, headings);
        Append(text, headings.Select((_, column) => column == 0 ? "---" : "---:"));
        foreach (IGrouping<string, Result> model in results.GroupBy(result => result.Name))
            Append(text, Cells(model, threads, native));
        Append(text, ["geometric mean", .. threads.SelectMany(count => (string[])["", "", Ratio(Report.Mean(results.Where(result => result.Threads == count)))]), .. headings[((3 * threads.Length) + 1)..].Select(_ => "")]);
        return text.ToString();
    }

    static IEnumerable<string> Cells(IGrouping<string, Result> model, int[] threads, bool native)
    {
        Result? Of(int count) => model.FirstOrDefault(result => result.Threads == count);
        AotStart? aot = model.Select(result => result.Aot).FirstOrDefault(start => start is not null);
        return
        [
            model.Key,
            .. threads.SelectMany(count => Of(count) is { } result ? (string[])[Report.Time(result.Ours), Report.Time(result.Theirs), Ratio(result.Ratio)] : [Missing, Missing, Missing]),
            First(model.Select(result => result.OurStart)), .. native ? (string[])[aot is null ? Missing : Report.Time(aot.Seconds)] : [], First(model.Select(result => result.TheirStart)),
            model.Max(result => result.Allocated).ToString(CultureInfo.InvariantCulture),
        ];
    }

    static string First(IEnumerable<ColdStart?> starts) => starts.FirstOrDefault(start => start is not null) is { } cold ? Report.Time(cold.Seconds) : Missing;

    static string Ratio(double ratio) => ratio.ToString("F2", CultureInfo.InvariantCulture);

    static void Append(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");

    static string Machine(double peak) => string.Create(
        CultureInfo.InvariantCulture,
        $"{DateTime.UtcNow:yyyy-MM-dd}, {Processor()}, {Environment.ProcessorCount} cores of {peak / 1e9:F0} GFLOP/s, {RuntimeInformation.FrameworkDescription}, ONNX Runtime {Report.OnnxRuntimeVersion}. Times are medians; a first result counts from Main.");

    static string Processor()
    {
        const string List = "/proc/cpuinfo", Key = "model name";
        string? line = File.Exists(List) ? File.ReadLines(List).FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
