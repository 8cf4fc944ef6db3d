using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>A set of Unicode characters as a regular expression of .NET, whose texts consist of UTF-16 units: characters above U+FFFF are two.</summary>
internal sealed class CharacterSet
{
    const int Last = 0x10FFFF;
    const int LastUnit = 0xFFFF;
    const string Surrogates = "\\uD800-\\uDFFF";

    readonly List<(int First, int Last)> ranges = new();
    readonly StringBuilder properties = new();
    bool hasNegatedProperty;

    /// <summary>The sets that RE2 names in brackets, and its digits, spaces and letters of words: ASCII alone.</summary>
    static readonly Dictionary<string, string> Named = new()
    {
        ["alnum"] = "09AZaz", ["alpha"] = "AZaz", ["ascii"] = "\0\x7F", ["blank"] = "\t\t  ", ["cntrl"] = "\0\x1F\x7F\x7F", ["digit"] = "09",
        ["graph"] = "!~", ["lower"] = "az", ["print"] = " ~", ["punct"] = "!/:@[`{~", ["space"] = "\t\r  ", ["upper"] = "AZ", ["word"] = "09AZaz__",
        ["xdigit"] = "09AFaf", ["d"] = "09", ["s"] = "\t\n\f\r  ", ["w"] = "09AZaz__",
    };

    /// <summary>All characters, but for a line break unless <paramref name="withBreaks"/>.</summary>
    public static string Any(bool withBreaks)
    {
        var set = new CharacterSet();
        if (!withBreaks)
            set.Add('\n', '\n');
        return set.Print(true);
    }

    public void Add(int first, int last) => ranges.Add((first, last));

    /// <summary>Adds a set of that name; whether there is one.</summary>
    public bool TryAdd(string name, bool negated)
    {
        if (!Named.TryGetValue(name, out string? bounds))
            return false;
        IEnumerable<(int, int)> named = Enumerable.Range(0, bounds.Length / 2).Select(i => ((int)bounds[2 * i], (int)bounds[(2 * i) + 1]));
        ranges.AddRange(negated ? Complement(named, 0, Last) : named);
        return true;
    }

    /// <summary>Adds the characters of a general category.</summary>
    public void AddCategory(string name, bool negated)
    {
        properties.Append(negated ? "\\P{" : "\\p{").Append(name).Append('}');
        hasNegatedProperty |= negated;
    }

    /// <summary>The expression for one character of the set, or of all others.</summary>
    public string Print(bool negated)
    {
        string units = string.Concat(ranges.Where(r => r.First <= LastUnit).Select(r => Range(r.First, System.Math.Min(r.Last, LastUnit)))) + properties;
        var alternatives = new List<string>();
        if (negated)
            alternatives.Add($"[^{units}{Surrogates}]");
        else if (units.Length > 0)
            alternatives.Add($"[{units}]");
        IEnumerable<(int, int)> above = ranges.Where(r => r.Last > LastUnit).Select(r => (System.Math.Max(r.First, LastUnit + 1), r.Last));
        if (hasNegatedProperty)
            above = new[] { (LastUnit + 1, Last) };
        if (negated)
            above = Complement(above, LastUnit + 1, Last);
        alternatives.AddRange(above.SelectMany(r => Pairs(r.Item1, r.Item2)));
        return alternatives.Count switch
        {
            0 => "[^\\u0000-\\uFFFF]",
            1 when alternatives[0].Length > 0 && alternatives[0][0] == '[' && !alternatives[0].Contains("][") => alternatives[0],
            _ => $"(?:{string.Join("|", alternatives)})",
        };
    }

    /// <summary>A character as an expression.</summary>
    public static string Literal(int character) => character switch
    {
        >= '0' and <= '9' or >= 'A' and <= 'Z' or >= 'a' and <= 'z' => ((char)character).ToString(),
        <= LastUnit => Unit(character),
        _ => $"(?:{string.Concat(char.ConvertFromUtf32(character).Select(unit => Unit(unit)))})",
    };

    /// <summary>Characters above U+FFFF by the units that they consist of.</summary>
    static IEnumerable<string> Pairs(int first, int last)
    {
        while (first <= last)
        {
            int high = High(first);
            // As many high units as have all low ones, or else the part of one.
            int end = first == Start(high) && last >= Start(high + 1) - 1 ? Start(High(last + 1)) - 1 : System.Math.Min(last, Start(high + 1) - 1);
            yield return $"[{Range(high, High(end))}][{Range(Low(first), Low(end))}]";
            first = end + 1;
        }
    }

    static int High(int character) => 0xD800 + ((character - 0x10000) >> 10);

    static int Low(int character) => 0xDC00 + ((character - 0x10000) & 0x3FF);

    static int Start(int high) => 0x10000 + ((high - 0xD800) << 10);

    static IEnumerable<(int, int)> Complement(IEnumerable<(int First, int Last)> ranges, int first, int last)
    {
        foreach ((int start, int end) in ranges.OrderBy(r => r.First))
        {
            if (start > first)
                yield return (first, start - 1);
            first = System.Math.Max(first, end + 1);
        }
        if (first <= last)
            yield return (first, last);
    }

    static string Range(int first, int last) => first == last ? Literal(first) : $"{Literal(first)}-{Literal(last)}";

    static string Unit(int unit) => "\\u" + unit.ToString("X4", CultureInfo.InvariantCulture);
}
