using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace OnnxCodegen.Benchmarks;

/// <summary>The command line: <c>MODEL-or-DIR… [--threads 1,2] [--json FILE] [--quick] [--profile] [--emit DIR]</c>.</summary>
/// <param name="Paths">Model files, or directories at or below which they lie.</param>
/// <param name="Quick">Fewer rounds, and no cold processes.</param>
/// <param name="Profile">Whether the time of every kernel call is printed too.</param>
/// <param name="Emit">Where the emitted text goes, if wanted.</param>
internal sealed record Options(IReadOnlyList<string> Paths, IReadOnlyList<int> Threads, string? Json, bool Quick, bool Profile, string? Emit)
{
    const string Usage = "Usage: MODEL-or-DIR… [--threads 1,2] [--json FILE] [--quick] [--profile] [--emit DIR]";

    public static Options Parse(string[] args)
    {
        var options = new Options([], [1], null, false, false, null);
        for (int i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--threads" => options with { Threads = [.. args[++i].Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))] },
                "--json" => options with { Json = args[++i] },
                "--quick" => options with { Quick = true },
                "--profile" => options with { Profile = true },
                "--emit" => options with { Emit = args[++i] },
                string path when !path.StartsWith('-') => options with { Paths = [.. options.Paths, path] },
                _ => throw new ArgumentException(Usage),
            };
        }
        return options.Paths.Count > 0 ? options : throw new ArgumentException(Usage);
    }
}
