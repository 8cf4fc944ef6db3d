using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading.Tasks;

namespace OnnxCodegen.Package.Tests;

/// <summary>A program that is run to its end.</summary>
internal static class Command
{
    /// <summary>What the program writes, errors included.</summary>
    /// <exception cref="InvalidOperationException">It fails.</exception>
    public static string Run(string folder, IReadOnlyDictionary<string, string> environment, string input, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"'{program} {string.Join(' ', arguments)}' in {folder} exits with {process.ExitCode}:\n{output}");
    }
}
