using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace OnnxCodegen.Benchmarks;

/// <summary>The command line: <c>MODEL-or-DIR… [--threads 1,2] [--batch N] [--json FILE] [--markdown] [--quick] [--cold] [--profile] [--aot] [--emit DIR]</c>.</summary>
/// <param name="Paths">Model files, or directories at or below which they lie.</param>
/// <param name="Batch">The number of rows where the first axis of inputs is free; null for those of the test data.</param>
/// <param name="Markdown">Whether a table for a page is printed too.</param>
/// <param name="Quick">Fewer rounds, and no cold processes unless they are asked for.</param>
/// <param name="Cold">Whether first results of cold processes are measured.</param>
/// <param name="Profile">Whether the time of every kernel call is printed too.</param>
/// <param name="Aot">Whether the model is published as a native program too.</param>
/// <param name="Emit">Where the emitted text goes, if wanted.</param>
internal sealed record Options(
    IReadOnlyList<string> Paths, IReadOnlyList<int> Threads, int? Batch, string? Json, bool Markdown, bool Quick, bool Cold, bool Profile, bool Aot, string? Emit)
{
    const string Usage = "Usage: MODEL-or-DIR… [--threads 1,2] [--batch N] [--json FILE] [--markdown] [--quick] [--cold] [--profile] [--aot] [--emit DIR]";

    public static Options Parse(string[] args)
    {
        var options = new Options([], [1], null, null, false, false, false, false, false, null);
        for (int i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--threads" => options with { Threads = [.. args[++i].Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))] },
                "--batch" => options with { Batch = int.Parse(args[++i], CultureInfo.InvariantCulture) },
                "--json" => options with { Json = args[++i] },
                "--markdown" => options with { Markdown = true },
                "--cold" => options with { Cold = true },
                "--quick" => options with { Quick = true },
                "--profile" => options with { Profile = true },
                "--aot" => options with { Aot = true },
                "--emit" => options with { Emit = args[++i] },
                string path when !path.StartsWith('-') => options with { Paths = [.. options.Paths, path] },
                _ => throw new ArgumentException(Usage),
            };
        }
        return options.Paths.Count > 0 ? options : throw new ArgumentException(Usage);
    }
}
