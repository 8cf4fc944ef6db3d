using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Texts cut into tokens.</summary>
[Domain("com.microsoft")]
internal static class Tokenization
{
    /// <summary>The tokens of each text along a new last axis: what lies between separators, or what an expression matches.</summary>
    /// <param name="mark">Whether each text begins with the token U+0002 and ends with U+0003.</param>
    /// <param name="mincharnum">The least number of characters of a token.</param>
    /// <param name="padValue">The token behind the last one of a shorter text.</param>
    /// <param name="separators">Regular expressions, applied one after the other; a single empty one cuts into characters.</param>
    [Operator, Since(1)]
    public static Value Tokenizer(Value x, long mark, long mincharnum, string padValue, string[]? separators = null, string tokenexp = "")
    {
        StringOperators.Require(x);
        if (mincharnum is < 1 or > int.MaxValue)
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"A token of {mincharnum} characters is asked for.");
        if (separators is null or { Length: 0 } && tokenexp.Length == 0)
            throw new ModelException(DiagnosticCode.InvalidAttribute, "There are neither separators nor an expression for tokens.");
        bool isCharacters = separators is [""] || (separators is null && tokenexp == ".");
        string[] between = isCharacters || separators is null ? [] : separators.Select(Re2Syntax.Translate).ToArray();
        string token = isCharacters || between.Length > 0 ? string.Empty : Re2Syntax.Translate(tokenexp);
        Regex[] matchers = between.Append(token).Where(expression => expression.Length > 0).Select(StringOperators.Compile).ToArray();
        var rule = new StaticObject(RuntimeNames.TokenRule, "tokens", "new " + RuntimeNames.TokenRule, new object[]
        {
            new Tensor(ElementType.String, [between.Length], between), token, (int)mincharnum, mark != 0, padValue,
        });
        Symbol most = x.Scope.Fresh("tokens");
        var function = new CallFunction(RuntimeNames.TokenizeTexts, [x.Shape, rule])
        {
            Run = (inputs, _) => Tokenize((Tensor)inputs[0], text => Tokens(text, matchers, token.Length > 0, mincharnum), mark != 0, padValue),
        };
        return x.Scope.Add(new Call(function, [new TensorType(ElementType.String, new Shape(x.Shape.Append(Dim.Of(most))))], [most]), x);
    }

    static Tensor Tokenize(Tensor x, System.Func<string, IEnumerable<string>> cut, bool marks, string pad)
    {
        string[][] rows = x.Strings.Select(text => cut(text).ToArray()).ToArray();
        if (marks && rows.Any(row => row.Length > 0))
            rows = rows.Select(row => row.Prepend("\u0002").Append("\u0003").ToArray()).ToArray();
        return StringOperators.Fill(rows, x.Dims, pad);
    }

    static IEnumerable<string> Tokens(string text, Regex[] matchers, bool areTokens, long minimum)
    {
        if (matchers.Length == 0)
            return Characters(text);
        if (areTokens)
            return matchers[0].Matches(text).Cast<Match>().Select(match => match.Value).Where(token => token.Length > 0 && Characters(token).Count() >= minimum);
        IEnumerable<string> tokens = [text];
        foreach (Regex separator in matchers)
            tokens = tokens.SelectMany(part => Between(part, separator)).Where(token => Characters(token).Count() >= minimum).ToArray();
        return tokens;
    }

    static IEnumerable<string> Between(string text, Regex separator)
    {
        int start = 0;
        foreach (Match match in separator.Matches(text))
        {
            yield return text.Substring(start, match.Index - start);
            start = match.Index + match.Length;
        }
        yield return text.Substring(start);
    }

    static IEnumerable<string> Characters(string text)
    {
        for (int at = 0; at < text.Length;)
        {
            int length = char.IsSurrogatePair(text, at) ? 2 : 1;
            yield return text.Substring(at, length);
            at += length;
        }
    }
}
