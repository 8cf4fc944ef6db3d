using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Einstein's summation: letters name axes; those missing from the result are summed.</summary>
internal static class EinsteinSummation
{
    /// <summary>A value whose axes are named by letters, each once.</summary>
    sealed record Term(Value Value, string Letters);

    [Operator(Widens = true), Since(12)]
    public static Value Einsum(IReadOnlyList<Value> inputs, string equation)
    {
        EinsumEquation parsed = EinsumEquation.Parse(equation, inputs.Select(i => i.Rank).ToArray());
        Term result = Prepare(0);
        for (int i = 1; i < inputs.Count; i++)
            result = Multiply(result, Prepare(i), Needed(i));
        return Views.Permute(result.Value, parsed.Result.Select(letter => result.Letters.IndexOf(letter)).ToArray());

        Term Prepare(int input) => SumOut(
            Diagonal(inputs[input], parsed.Inputs[input]),
            parsed.Result + string.Concat(parsed.Inputs.Where((_, i) => i != input)));

        string Needed(int input) => parsed.Result + string.Concat(parsed.Inputs.Skip(input + 1));
    }

    /// <summary>Reads the diagonal where a letter occurs more than once.</summary>
    static Term Diagonal(Value x, string letters)
    {
        string distinct = new(letters.Distinct().ToArray());
        if (distinct.Length != letters.Length)
        {
            var shape = new Shape(distinct.Select(letter => x.Shape[letters.IndexOf(letter)]));
            AxisMap[] axes = letters.Select(letter => AxisMap.Along(distinct.IndexOf(letter), distinct.Length)).ToArray();
            x = x.Scope.Add(new View(shape, axes), x);
        }
        return new Term(x, distinct);
    }

    /// <summary>Sums the axes that nobody else names.</summary>
    static Term SumOut(Term term, string needed)
    {
        int[] summed = Enumerable.Range(0, term.Letters.Length).Where(axis => !needed.Contains(term.Letters[axis])).ToArray();
        return summed.Length == 0 ? term : new Term(
            Views.Squeeze(Reductions.Sum(term.Value, summed), summed),
            new string(term.Letters.Where(needed.Contains).ToArray()));
    }

    /// <summary>The product of two terms, summed over the shared letters that are not needed any more.</summary>
    static Term Multiply(Term a, Term b, string needed)
    {
        char[] shared = a.Letters.Where(b.Letters.Contains).ToArray();
        char[] batch = shared.Where(needed.Contains).ToArray();
        char[] summed = shared.Except(batch).ToArray();
        Value product = Contractions.Contract(
            a.Value, b.Value,
            batch.Select(letter => a.Letters.IndexOf(letter)).ToArray(), batch.Select(letter => b.Letters.IndexOf(letter)).ToArray(),
            summed.Select(letter => a.Letters.IndexOf(letter)).ToArray(), summed.Select(letter => b.Letters.IndexOf(letter)).ToArray());
        string letters = new string(batch) + Without(a.Letters, shared) + Without(b.Letters, shared);
        return new Term(product, letters);
    }

    static string Without(string letters, char[] removed) => new(letters.Where(letter => !removed.Contains(letter)).ToArray());
}
