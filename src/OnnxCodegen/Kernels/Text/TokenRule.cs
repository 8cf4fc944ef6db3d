using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace OnnxCodegen.Kernels;

/// <summary>How Tokenizer cuts texts into tokens: at separators one after the other, by an expression for tokens, or into characters.</summary>
public sealed class TokenRule
{
    readonly Pattern[] separators;
    readonly Pattern? token;
    readonly int minimum;

    /// <summary>Makes a rule ready.</summary>
    /// <param name="separators">Expressions for what lies between tokens.</param>
    /// <param name="token">Where there are no separators the expression for a token; empty for single characters.</param>
    /// <param name="minimum">The least number of characters of a token.</param>
    /// <param name="marks">Whether each text begins with the token U+0002 and ends with U+0003.</param>
    /// <param name="pad">The token behind the last one of a shorter text.</param>
    public TokenRule(string[] separators, string token, int minimum, bool marks, string pad)
    {
        ArgumentNullException.ThrowIfNull(token);
        this.separators = [.. separators.Select(expression => new Pattern(expression))];
        this.token = token.Length > 0 ? new Pattern(token) : null;
        this.minimum = minimum;
        Marks = marks;
        Pad = pad;
    }

    internal bool Marks { get; }

    internal string Pad { get; }

    /// <summary>The tokens of a text.</summary>
    internal List<string> Tokens(string text)
    {
        if (separators.Length == 0)
            return [.. token is null ? text.EnumerateRunes().Select(rune => rune.ToString()) : Matches(text, token)];
        List<string> tokens = [text];
        foreach (Pattern separator in separators)
            tokens = [.. tokens.SelectMany(part => Between(part, separator)).Where(IsLong)];
        return tokens;
    }

    IEnumerable<string> Matches(string text, Pattern expression) =>
        expression.Expression.Matches(text).Select(match => match.Value).Where(value => value.Length > 0 && IsLong(value));

    static IEnumerable<string> Between(string text, Pattern separator)
    {
        int start = 0;
        foreach (Match match in separator.Expression.Matches(text))
        {
            yield return text[start..match.Index];
            start = match.Index + match.Length;
        }
        yield return text[start..];
    }

    bool IsLong(string token) => token.EnumerateRunes().Count() >= minimum;
}
