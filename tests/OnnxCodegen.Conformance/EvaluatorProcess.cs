using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Text.Json;
using System.Threading.Tasks;

namespace OnnxCodegen.Conformance;

/// <summary>Tests folders in a process of its own, which can be ended: naive loops over a large model take hours.</summary>
internal sealed class EvaluatorProcess : IDisposable
{
    /// <summary>The command line of the process that does the work.</summary>
    public const string Argument = "--evaluate-lines";

    readonly Process process = Process.Start(new ProcessStartInfo("dotnet", [typeof(EvaluatorProcess).Assembly.Location, Argument])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    /// <summary>The results; a test that takes longer is skipped.</summary>
    public static IEnumerable<TestResult> Run(IEnumerable<TestFolder> folders, TimeSpan limit)
    {
        EvaluatorProcess? worker = null;
        foreach (TestFolder folder in folders)
        {
            worker ??= new EvaluatorProcess();
            Outcome? outcome = worker.Test(folder, limit);
            if (outcome is null)
            {
                worker.Dispose();
                worker = null;
            }
            yield return new TestResult(folder, outcome ?? Outcome.Skipped($"too slow: not finished after {limit.TotalSeconds} s"));
        }
        worker?.Dispose();
    }

    /// <summary>The process that does the work: reads folders from its input and writes their outcomes, a line each.</summary>
    public static void Serve()
    {
        while (Console.ReadLine() is { } path)
            Console.WriteLine(JsonSerializer.Serialize(EvaluatorEngine.Test(new TestFolder(path))));
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }

    /// <summary>The outcome; null where the time is over.</summary>
    Outcome? Test(TestFolder folder, TimeSpan limit)
    {
        process.StandardInput.WriteLine(folder.Path);
        Task<string?> line = process.StandardOutput.ReadLineAsync();
        if (!line.Wait(limit))
            return null;
        return line.Result is { } json ? JsonSerializer.Deserialize<Outcome>(json) : throw new InvalidOperationException($"The evaluator ended at {folder.Path}.");
    }
}
