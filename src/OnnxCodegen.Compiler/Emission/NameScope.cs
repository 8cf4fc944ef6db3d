using System;
using System.Collections.Generic;
using System.Globalization;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Keeps identifiers of one declaration space apart; names that differ in case only count as equal.</summary>
internal sealed class NameScope
{
    readonly HashSet<string> taken;
    readonly Func<string, bool> isReserved;

    public NameScope(params string[] reserved)
        : this(reserved, _ => false)
    {
    }

    /// <param name="isReserved">Names that are never given.</param>
    public NameScope(IEnumerable<string> reserved, Func<string, bool> isReserved)
    {
        taken = new(reserved, StringComparer.OrdinalIgnoreCase);
        this.isReserved = isReserved;
    }

    /// <summary>The identifier itself where it is free, else the identifier with the smallest number from 2 that is.</summary>
    public string Unique(string identifier)
    {
        string separator = char.IsDigit(identifier[identifier.Length - 1]) || isReserved(identifier + "2") ? "_" : string.Empty;
        string candidate = isReserved(identifier) ? identifier + "_" : identifier;
        for (int number = 2; !taken.Add(candidate); number++)
            candidate = identifier + separator + number.ToString(CultureInfo.InvariantCulture);
        return candidate;
    }
}
