using System;
using System.Text.RegularExpressions;

namespace OnnxCodegen.Kernels;

/// <summary>A regular expression that is matched in time linear in the text.</summary>
public sealed class Pattern
{
    /// <summary>Makes a pattern ready.</summary>
    /// <param name="expression">The expression in .NET's syntax.</param>
    public Pattern(string expression) => Expression = new Regex(expression, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    internal Regex Expression { get; }
}
