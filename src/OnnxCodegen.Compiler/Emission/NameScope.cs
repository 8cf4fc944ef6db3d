using System;
using System.Collections.Generic;
using System.Globalization;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Keeps identifiers of one declaration space apart; names that differ in case only count as equal.</summary>
internal sealed class NameScope
{
    readonly HashSet<string> taken;

    public NameScope(params string[] reserved) => taken = new(reserved, StringComparer.OrdinalIgnoreCase);

    /// <summary>The identifier itself where it is free, else the identifier with the smallest number from 2 that is.</summary>
    public string Unique(string identifier)
    {
        string candidate = identifier;
        string separator = char.IsDigit(identifier[identifier.Length - 1]) ? "_" : string.Empty;
        for (int number = 2; !taken.Add(candidate); number++)
            candidate = identifier + separator + number.ToString(CultureInfo.InvariantCulture);
        return candidate;
    }
}
