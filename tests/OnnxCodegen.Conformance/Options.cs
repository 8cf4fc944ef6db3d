using System;
using System.Collections.Generic;

namespace OnnxCodegen.Conformance;

/// <summary>The command line: <c>DIR… [--filter TEXT] [--engine compiled|evaluator] [--json FILE] [--text DIR]</c>.</summary>
/// <param name="Text">A folder that receives the emitted text of every model.</param>
internal sealed record Options(IReadOnlyList<string> Directories, string Filter, bool Evaluates, string? Json, string? Text)
{
    public static Options Parse(string[] args)
    {
        var directories = new List<string>();
        string filter = string.Empty;
        bool evaluates = false;
        string? json = null;
        string? text = null;
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--filter":
                    filter = args[++i];
                    break;
                case "--engine":
                    evaluates = args[++i] == "evaluator";
                    break;
                case "--json":
                    json = args[++i];
                    break;
                case "--text":
                    text = args[++i];
                    break;
                default:
                    directories.Add(args[i]);
                    break;
            }
        }
        if (directories.Count == 0)
            throw new ArgumentException("Usage: DIR… [--filter TEXT] [--engine compiled|evaluator] [--json FILE] [--text DIR]");
        return new Options(directories, filter, evaluates, json, text);
    }
}
