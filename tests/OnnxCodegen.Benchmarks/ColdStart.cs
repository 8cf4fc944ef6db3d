using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Globalization;
using System.Linq;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace OnnxCodegen.Benchmarks;

/// <summary>The first result of a cold process, counted from Main.</summary>
/// <param name="Seconds">From Main to the first result.</param>
/// <param name="JitSeconds">Of these, spent compiling.</param>
/// <param name="Kernels">Methods of the runtime's kernels that were compiled, generic instantiations counted one by one.</param>
internal sealed record ColdStart(double Seconds, double JitSeconds, int Kernels)
{
    public const string Switch = "--cold";

    const int Processes = 3;

    /// <summary>The median of several processes.</summary>
    public static ColdStart Ours(string directory, Dense[] inputs, int[] outputLengths) =>
        Measure(["ours", directory, string.Join(',', outputLengths), .. inputs.Select(i => i.Describe())]);

    public static ColdStart OnnxRuntime(string model, Dense[] inputs) => Measure(["theirs", model, string.Empty, .. inputs.Select(i => i.Describe())]);

    /// <summary>What the child process does.</summary>
    public static void Run(long main, string[] arguments)
    {
        Dense[] inputs = [.. arguments[4..].Select(Dense.Zeros)];
        using KernelListener? listener = arguments[0] == "count" ? new() : null;
        if (arguments[1] == "ours")
            RunOurs(arguments[2], inputs, [.. arguments[3].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)]);
        else
            RunTheirs(arguments[2], inputs);
        double seconds = Stopwatch.GetElapsedTime(main).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds} {JitInfo.GetCompilationTime().TotalSeconds} {listener?.Count ?? 0}"));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void RunOurs(string directory, Dense[] inputs, int[] outputLengths) => OurCall.Load(new FolderContext(directory), inputs, outputLengths).Invoke();

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void RunTheirs(string model, Dense[] inputs)
    {
        using var call = new OnnxRuntimeCall(model, inputs, 1, bind: false);
        call.Invoke();
    }

    static ColdStart Measure(string[] arguments)
    {
        ColdStart[] runs = [.. Enumerable.Range(0, Processes).Select(_ => Start(["time", .. arguments])).OrderBy(r => r.Seconds)];
        return runs[Processes / 2] with { Kernels = Start(["count", .. arguments]).Kernels };
    }

    static ColdStart Start(IEnumerable<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Switch, .. arguments]) { RedirectStandardOutput = true })!;
        string[] parts = process.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.TrimEntries);
        process.WaitForExit();
        return process.ExitCode == 0
            ? new ColdStart(double.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture))
            : new ColdStart(double.NaN, double.NaN, 0);
    }

    /// <summary>Counts the kernels that the JIT compiles.</summary>
    sealed class KernelListener : EventListener
    {
        const EventKeywords Jit = (EventKeywords)0x10;

        int count;

        public int Count => count;

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
                EnableEvents(eventSource, EventLevel.Verbose, Jit);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventName?.StartsWith("MethodLoadVerbose", StringComparison.Ordinal) == true
                && eventData.Payload![6] is string type && type.StartsWith("OnnxCodegen.Kernels", StringComparison.Ordinal))
                count++;
        }
    }
}
