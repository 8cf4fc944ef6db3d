using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>The letters of an equation. The axes of an ellipsis get digits as letters, aligned at the last.</summary>
internal sealed record EinsumEquation(IReadOnlyList<string> Inputs, string Result)
{
    const string Ellipsis = "...";

    public static EinsumEquation Parse(string equation, IReadOnlyList<int> ranks)
    {
        string[] sides = equation.Replace(" ", string.Empty).Split(new[] { "->" }, StringSplitOptions.None);
        string[] terms = sides[0].Split(',');
        if (terms.Length != ranks.Count || sides.Length > 2)
            throw new ModelException($"The equation '{equation}' does not fit {ranks.Count} inputs.");
        int[] elided = terms.Select((term, i) => ranks[i] - term.Replace(Ellipsis, string.Empty).Length).ToArray();
        int widest = elided.Where((_, i) => terms[i].Contains(Ellipsis)).DefaultIfEmpty(0).Max();
        string[] inputs = terms.Select((term, i) => Expand(term, elided[i], widest)).ToArray();
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Length != ranks[i])
                throw new ModelException($"The equation '{equation}' does not fit an input {i} of rank {ranks[i]}.");
        }
        return new EinsumEquation(inputs, sides.Length == 2 ? Expand(sides[1], widest, widest) : Implicit(string.Concat(inputs), widest));
    }

    /// <summary>Without an arrow: the ellipsis, then the letters that occur once in alphabetical order.</summary>
    static string Implicit(string letters, int widest) => Digits(widest, widest) + new string(
        letters.GroupBy(letter => letter).Where(g => g.Count() == 1 && char.IsLetter(g.Key)).Select(g => g.Key).OrderBy(letter => letter).ToArray());

    static string Expand(string term, int count, int widest) => term.Replace(Ellipsis, Digits(count, widest));

    static string Digits(int count, int widest) =>
        new(Enumerable.Range(widest - count, Math.Max(0, count)).Select(i => (char)('0' + i)).ToArray());
}
