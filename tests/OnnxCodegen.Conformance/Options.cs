using System;
using System.Collections.Generic;
using System.Globalization;

namespace OnnxCodegen.Conformance;

/// <summary>The command line: <c>DIR… [--filter TEXT] [--engine compiled|evaluator] [--limit SECONDS] [--json FILE] [--text DIR]</c>.</summary>
/// <param name="Limit">How long the evaluator may take for a test; those that take longer are skipped.</param>
/// <param name="Text">A folder that receives the emitted text of every model.</param>
internal sealed record Options(IReadOnlyList<string> Directories, string Filter, bool Evaluates, TimeSpan? Limit, string? Json, string? Text)
{
    const string Usage = "Usage: DIR… [--filter TEXT] [--engine compiled|evaluator] [--limit SECONDS] [--json FILE] [--text DIR]";

    /// <exception cref="ArgumentException">The command line has not the form.</exception>
    public static Options Parse(string[] args)
    {
        var directories = new List<string>();
        var options = new Options(directories, string.Empty, false, null, null, null);
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i].StartsWith("--", StringComparison.Ordinal))
                options = options.With(args[i], ++i < args.Length ? args[i] : throw new ArgumentException(Usage));
            else
                directories.Add(args[i]);
        }
        return directories.Count > 0 ? options : throw new ArgumentException(Usage);
    }

    Options With(string option, string value) => (option, value) switch
    {
        ("--filter", _) => this with { Filter = value },
        ("--engine", "compiled" or "evaluator") => this with { Evaluates = value == "evaluator" },
        ("--limit", _) => this with { Limit = TimeSpan.FromSeconds(double.Parse(value, CultureInfo.InvariantCulture)) },
        ("--json", _) => this with { Json = value },
        ("--text", _) => this with { Text = value },
        _ => throw new ArgumentException(Usage),
    };
}
