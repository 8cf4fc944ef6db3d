using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace OnnxCodegen.Conformance;

/// <summary>Files beside the program that list tests: columns divided by '|', the first of them the name; lines of '#' are remarks.</summary>
internal static class ListFile
{
    /// <summary>The second column, or else the name, by name.</summary>
    /// <exception cref="InvalidDataException">A line has another number of columns.</exception>
    public static IReadOnlyDictionary<string, string> Read(string file, int columns) => Parse(File.ReadLines(Path.Combine(AppContext.BaseDirectory, file)), columns);

    public static IReadOnlyDictionary<string, string> Parse(IEnumerable<string> lines, int columns) => lines
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .Select(parts => parts.Length == columns ? parts : throw new InvalidDataException($"'{string.Join(" | ", parts)}' has not {columns} columns."))
        .ToDictionary(parts => parts[0], parts => parts[Math.Min(1, parts.Length - 1)], StringComparer.Ordinal);
}
