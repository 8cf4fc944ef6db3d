using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>C# identifiers from arbitrary names: only ASCII letters, digits and <c>_</c> pass, everything else separates words.</summary>
internal static class Names
{
    const int MaximumLength = 100;

    static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal",
        "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for",
        "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null",
        "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed",
        "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong",
        "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
        "await", "dynamic", "field", "file", "nameof", "nint", "nuint", "record", "required", "scoped", "value", "var", "when", "where",
        "with", "yield",
    };

    /// <summary>The name in PascalCase, for example <c>FloatInput</c> for <c>float_input</c>.</summary>
    /// <param name="fallback">Stands for a name in which no character passes.</param>
    public static string Pascal(string name, string fallback = "Value")
    {
        string joined = Join(Words(name).Select(Capitalize));
        return Valid(joined.Length > 0 ? joined : fallback);
    }

    /// <summary>The name in camelCase, for example <c>floatInput</c> for <c>Float.Input</c>.</summary>
    /// <param name="fallback">Stands for a name in which no character passes.</param>
    public static string Camel(string name, string fallback = "value")
    {
        string[] words = Words(name).ToArray();
        string joined = Join(words.Select((word, i) => i == 0 ? Uncapitalize(word) : Capitalize(word)));
        return Valid(joined.Length > 0 ? joined : fallback);
    }

    /// <summary>Whether the text is an identifier, no keyword, of the characters that the generator emits.</summary>
    public static bool IsIdentifier(string text) =>
        text.Length > 0 && !IsDigit(text[0]) && text.All(c => c == '_' || IsWordCharacter(c)) && !Keywords.Contains(text);

    public static bool IsKeyword(string text) => Keywords.Contains(text);

    /// <summary>Whether the text is a namespace: identifiers joined by dots.</summary>
    public static bool IsNamespace(string text) => text.Split('.').All(IsIdentifier);

    static IEnumerable<string> Words(string name)
    {
        var word = new StringBuilder();
        foreach (char c in name.Length > MaximumLength ? name.Substring(0, MaximumLength) : name)
        {
            if (IsWordCharacter(c))
            {
                word.Append(c);
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }
        if (word.Length > 0)
            yield return word.ToString();
    }

    /// <summary>Joins words; between two digits stands a <c>_</c>.</summary>
    static string Join(IEnumerable<string> words)
    {
        var joined = new StringBuilder();
        foreach (string word in words)
        {
            if (joined.Length > 0 && IsDigit(joined[joined.Length - 1]) && IsDigit(word[0]))
                joined.Append('_');
            joined.Append(word);
        }
        return joined.ToString();
    }

    static string Capitalize(string word) => Upper(word[0]) + word.Substring(1);

    /// <summary>Lowers the capitals at the start up to the one that begins the next word: <c>URLPath</c> becomes <c>urlPath</c>.</summary>
    static string Uncapitalize(string word)
    {
        int capitals = word.TakeWhile(c => c is >= 'A' and <= 'Z').Count();
        bool nextWordFollows = capitals > 1 && capitals < word.Length && !IsDigit(word[capitals]);
        int lowered = nextWordFollows ? capitals - 1 : capitals;
        return string.Concat(word.Take(lowered).Select(c => (char)(c + ('a' - 'A')))) + word.Substring(lowered);
    }

    static string Valid(string identifier) =>
        IsDigit(identifier[0]) ? "_" + identifier : Keywords.Contains(identifier) ? identifier + "_" : identifier;

    static char Upper(char c) => c is >= 'a' and <= 'z' ? (char)(c - ('a' - 'A')) : c;

    static bool IsDigit(char c) => c is >= '0' and <= '9';

    static bool IsWordCharacter(char c) => IsDigit(c) || c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
}
