using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace OnnxCodegen.Benchmarks;

/// <summary>A program for one model and one engine, as small as a user's could be: its start is that engine's start.</summary>
internal static class HostProgram
{
    public const string Name = "Host";

    /// <summary>What both programs do. With no argument they print the seconds from Main to the first result, those spent compiling, and the
    /// seconds of a later call; with the argument <c>methods</c> what was compiled.</summary>
    public const string Main = """
        using System;
        using System.Diagnostics;

        static class Program
        {
            static void Main(string[] args)
            {
                long main = Stopwatch.GetTimestamp();
                using CompiledMethods methods = args.Length > 0 ? new CompiledMethods() : null;
                Call call = new Call();
                call.Invoke();
                double first = Stopwatch.GetElapsedTime(main).TotalSeconds;
                DateTime end = DateTime.UtcNow;
                double compiling = System.Runtime.JitInfo.GetCompilationTime().TotalSeconds;
                if (methods is not null)
                    methods.Print(end);
                else
                    Console.WriteLine(FormattableString.Invariant($"{first} {compiling} {Steady.Seconds(call)}"));
            }
        }

        static class Steady
        {
            const int Rounds = 15;

            public static double Seconds(Call call)
            {
                long start = Stopwatch.GetTimestamp();
                int calls = 0;
                for (; calls < 3 || Stopwatch.GetElapsedTime(start).TotalSeconds < 0.3; calls++)
                    call.Invoke();
                int count = Math.Max(1, calls / 20);
                double[] times = new double[Rounds];
                for (int round = 0; round < Rounds; round++)
                {
                    start = Stopwatch.GetTimestamp();
                    for (int i = 0; i < count; i++)
                        call.Invoke();
                    times[round] = Stopwatch.GetElapsedTime(start).TotalSeconds / count;
                }
                Array.Sort(times);
                return times[Rounds / 2];
            }
        }
        """;

    /// <summary>Lists the methods that the JIT compiles and how long each takes.</summary>
    public const string Listener = """
        using System;
        using System.Collections.Generic;
        using System.Diagnostics.Tracing;
        using System.Threading;

        sealed class CompiledMethods : EventListener
        {
            readonly Dictionary<ulong, DateTime> started = new();
            readonly List<(string Name, DateTime Start, DateTime End)> compiled = new();

            protected override void OnEventSourceCreated(EventSource source)
            {
                if (source.Name == "Microsoft-Windows-DotNETRuntime")
                    EnableEvents(source, EventLevel.Verbose, (EventKeywords)0x10);
            }

            protected override void OnEventWritten(EventWrittenEventArgs e)
            {
                lock (compiled)
                {
                    if (e.EventName.StartsWith("MethodJittingStarted", StringComparison.Ordinal))
                        started[(ulong)e.Payload[0]] = e.TimeStamp;
                    else if (e.EventName.StartsWith("MethodLoadVerbose", StringComparison.Ordinal) && started.TryGetValue((ulong)e.Payload[0], out DateTime start))
                        compiled.Add((e.Payload[6] + "." + e.Payload[7], start, e.TimeStamp));
                }
            }

            public void Print(DateTime until)
            {
                // Events arrive some time after what they tell.
                Thread.Sleep(200);
                lock (compiled)
                    foreach ((string name, DateTime start, DateTime end) in compiled)
                        if (end <= until)
                            Console.WriteLine(FormattableString.Invariant($"{(end - start).TotalSeconds} {name}"));
            }
        }
        """;

    /// <summary>What the runtime reads of a program that nothing but these files belongs to.</summary>
    const string RuntimeConfiguration = """
        {
          "runtimeOptions": {
            "tfm": "net10.0",
            "framework": { "name": "Microsoft.NETCore.App", "version": "10.0.0" },
            "configProperties": { "System.Globalization.Invariant": true }
          }
        }
        """;

    /// <summary>Compiles a program and puts beside it what it uses.</summary>
    /// <returns>The path of the program.</returns>
    public static string Build(string directory, IEnumerable<string> texts, IEnumerable<string> references, IEnumerable<string> beside)
    {
        string program = Path.Combine(directory, Name + ".dll");
        ModelAssembly.Emit(
            program, [.. ModelAssembly.References, .. references.Select(file => MetadataReference.CreateFromFile(file))],
            [Main, Listener, .. texts], [], OutputKind.ConsoleApplication);
        File.WriteAllText(Path.Combine(directory, Name + ".runtimeconfig.json"), RuntimeConfiguration);
        foreach (string file in beside.Select(name => Path.Combine(AppContext.BaseDirectory, name)))
            File.CreateSymbolicLink(Path.Combine(directory, Path.GetFileName(file)), file);
        return program;
    }
}
