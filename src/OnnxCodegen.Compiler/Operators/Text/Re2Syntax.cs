using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Regular expressions in RE2's syntax (https://github.com/google/re2/wiki/Syntax) as expressions of .NET that match the same. What
/// groups capture is not asked for. Word boundaries are those of .NET, which know more letters than ASCII's.</summary>
internal sealed class Re2Syntax
{
    const int MaximumDepth = 1000;
    const int LastCharacter = 0x10FFFF;

    static readonly HashSet<string> Categories = new(
        "L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp C Cc Cf Cs Co".Split(' '));

    readonly string text;
    readonly StringBuilder result = new();
    readonly Stack<(bool Lines, bool Breaks)> around = new();
    int at;

    /// <summary>Whether ^ and $ also match at line breaks.</summary>
    bool lines;

    /// <summary>Whether a dot matches line breaks.</summary>
    bool breaks;

    Re2Syntax(string text) => this.text = text;

    /// <exception cref="ModelException">The expression is not in RE2's syntax.</exception>
    public static string Translate(string expression) => new Re2Syntax(expression).Translate();

    string Translate()
    {
        while (at < text.Length)
        {
            char next = text[at++];
            switch (next)
            {
                case '\\':
                    Escape();
                    break;
                case '[':
                    result.Append(Set());
                    break;
                case '.':
                    result.Append(CharacterSet.Any(breaks));
                    break;
                case '^':
                    result.Append(lines ? "(?m:^)" : "\\A");
                    break;
                case '$':
                    result.Append(lines ? "(?m:$)" : "\\z");
                    break;
                case '(':
                    Open();
                    break;
                case ')':
                    Close();
                    break;
                case '|' or '*' or '+' or '?':
                    result.Append(next);
                    break;
                case '{':
                    Repeat();
                    break;
                default:
                    at--;
                    result.Append(CharacterSet.Literal(Character()));
                    break;
            }
        }
        return around.Count == 0 ? result.ToString() : throw Wrong("a group is not closed");
    }

    void Open()
    {
        around.Push((lines, breaks));
        if (around.Count > MaximumDepth)
            throw Wrong("groups are nested too deeply");
        if (at >= text.Length || text[at] != '?')
        {
            result.Append("(?:");
            return;
        }
        at++;
        int name = text.Length > at && text[at] == 'P' ? at + 1 : at;
        if (text.Length > name + 1 && text[name] == '<' && (char.IsLetterOrDigit(text[name + 1]) || text[name + 1] == '_'))
        {
            at = text.IndexOf('>', name) + 1;
            result.Append("(?:");
            if (at == 0)
                throw Wrong("a group's name is not closed");
            return;
        }
        Flags();
    }

    void Flags()
    {
        bool on = true;
        bool? ignoresCase = null;
        for (; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '-':
                    on = false;
                    break;
                case 'i':
                    ignoresCase = on;
                    break;
                case 'm':
                    lines = on;
                    break;
                case 's':
                    breaks = on;
                    break;
                case ':' or ')':
                    bool isGroup = text[at++] == ':';
                    string flag = ignoresCase is null ? string.Empty : ignoresCase.Value ? "i" : "-i";
                    if (!isGroup)
                        around.Pop();
                    result.Append(isGroup ? $"(?{flag}:" : flag.Length > 0 ? $"(?{flag})" : string.Empty);
                    return;
                default:
                    throw Wrong($"'(?{text[at]}' is not supported");
            }
        }
        throw Wrong("a group is not closed");
    }

    void Close()
    {
        if (around.Count == 0)
            throw Wrong("a group is closed that is not open");
        (lines, breaks) = around.Pop();
        result.Append(')');
    }

    /// <summary>A number of repetitions, or a brace that stands for itself.</summary>
    void Repeat()
    {
        int end = text.IndexOf('}', at);
        string inside = end < 0 ? string.Empty : text.Substring(at, end - at);
        string[] bounds = inside.Split(',');
        bool isCount = bounds.Length <= 2 && bounds[0].Length > 0 && bounds.All(bound => bound.All(c => c is >= '0' and <= '9'));
        if (!isCount)
        {
            result.Append("\\{");
            return;
        }
        result.Append('{').Append(inside).Append('}');
        at = end + 1;
    }

    void Escape()
    {
        char next = at < text.Length ? text[at] : throw Wrong("it ends with a backslash");
        if (next is 'A' or 'z' or 'b' or 'B')
        {
            at++;
            result.Append('\\').Append(next);
        }
        else if (next == 'Q')
        {
            int end = text.IndexOf("\\E", at, System.StringComparison.Ordinal);
            string quoted = text.Substring(at + 1, (end < 0 ? text.Length : end) - at - 1);
            at = end < 0 ? text.Length : end + 2;
            for (int i = 0; i < quoted.Length; i += char.IsSurrogatePair(quoted, i) ? 2 : 1)
                result.Append(CharacterSet.Literal(char.ConvertToUtf32(quoted, i)));
        }
        else
        {
            var set = new CharacterSet();
            result.Append(TryAddNamed(set) ? set.Print(false) : CharacterSet.Literal(EscapedCharacter()));
        }
    }

    string Set()
    {
        var set = new CharacterSet();
        bool negated = at < text.Length && text[at] == '^';
        if (negated)
            at++;
        for (bool isFirst = true; ; isFirst = false)
        {
            if (at >= text.Length)
                throw Wrong("a set is not closed");
            if (text[at] == ']' && !isFirst)
                break;
            if (text[at] == '[' && at + 1 < text.Length && text[at + 1] == ':' && text.IndexOf(":]", at + 2, System.StringComparison.Ordinal) is > 0 and var end)
            {
                string name = text.Substring(at + 2, end - at - 2);
                if (!set.TryAdd(name.TrimStart('^'), name.StartsWith("^", System.StringComparison.Ordinal)))
                    throw Wrong($"'[:{name}:]' is not known");
                at = end + 2;
                continue;
            }
            if (text[at] == '\\')
            {
                at++;
                if (TryAddNamed(set))
                    continue;
                at--;
            }
            int first = SetCharacter();
            int last = first;
            if (at + 1 < text.Length && text[at] == '-' && text[at + 1] != ']')
            {
                at++;
                last = SetCharacter();
            }
            set.Add(first, last >= first ? last : throw Wrong("a range runs backwards"));
        }
        at++;
        return set.Print(negated);
    }

    int SetCharacter()
    {
        if (at < text.Length && text[at] == '\\')
        {
            at++;
            return EscapedCharacter();
        }
        return at < text.Length ? Character() : throw Wrong("a set is not closed");
    }

    /// <summary>Adds the set that a letter behind a backslash stands for; whether it does.</summary>
    bool TryAddNamed(CharacterSet set)
    {
        char letter = at < text.Length ? text[at] : throw Wrong("it ends with a backslash");
        if (letter is 'd' or 's' or 'w' or 'D' or 'S' or 'W')
        {
            at++;
            return set.TryAdd(char.ToLowerInvariant(letter).ToString(), char.IsUpper(letter));
        }
        if (letter is not ('p' or 'P'))
            return false;
        at++;
        int end = at < text.Length && text[at] == '{' ? text.IndexOf('}', at) : at;
        if (end < 0 || end >= text.Length)
            throw Wrong("a category's name is not closed");
        string name = text[at] == '{' ? text.Substring(at + 1, end - at - 1) : text[at].ToString();
        at = end + 1;
        bool negated = letter == 'P' ^ name.StartsWith("^", System.StringComparison.Ordinal);
        name = name.TrimStart('^');
        if (name == "Any" && !negated)
            set.Add(0, LastCharacter);
        else if (Categories.Contains(name))
            set.AddCategory(name, negated);
        else
            throw Wrong($"the category '{name}' is not supported");
        return true;
    }

    /// <summary>The character that is written behind a backslash.</summary>
    int EscapedCharacter()
    {
        char letter = at < text.Length ? text[at] : throw Wrong("it ends with a backslash");
        const string Controls = "a\af\fn\nr\rt\tv\v";
        int control = Controls.IndexOf(letter);
        if (char.IsLetter(letter) && control >= 0)
        {
            at++;
            return Controls[control + 1];
        }
        if (letter == 'x')
            return Hexadecimal();
        if (letter is >= '0' and <= '7')
        {
            int digits = text.Substring(at).Take(3).TakeWhile(c => c is >= '0' and <= '7').Count();
            if (letter != '0' && digits < 2)
                throw Wrong("it refers back to a group");
            int value = text.Substring(at, digits).Aggregate(0, (sum, digit) => (sum * 8) + (digit - '0'));
            at += digits;
            return value;
        }
        return letter < 0x80 && !char.IsLetterOrDigit(letter) ? text[at++] : throw Wrong($"'\\{letter}' is not known");
    }

    int Hexadecimal()
    {
        at++;
        bool isLong = at < text.Length && text[at] == '{';
        int end = isLong ? text.IndexOf('}', at) : at + 2;
        string digits = end < 0 || end > text.Length ? string.Empty : isLong ? text.Substring(at + 1, end - at - 1) : text.Substring(at, 2);
        if (!int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value) || value is < 0 or > LastCharacter or (>= 0xD800 and <= 0xDFFF))
            throw Wrong($"'\\x{digits}' is no character");
        at = end + (isLong ? 1 : 0);
        return value;
    }

    int Character()
    {
        int character = char.IsSurrogatePair(text, at) ? char.ConvertToUtf32(text, at) : text[at];
        at += character > char.MaxValue ? 2 : 1;
        return character;
    }

    ModelException Wrong(string reason) => new(
        DiagnosticCode.InvalidAttribute, $"The regular expression '{text}' is not in RE2's syntax: {reason}.");
}
