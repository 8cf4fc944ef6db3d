using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Vectors that stand for words.</summary>
[Domain("com.microsoft")]
internal static class WordEmbeddings
{
    /// <summary>max over the windows of a word of tanh(window · W + B), where the letters are rows of C.</summary>
    /// <param name="sequence">The letters of each word, [words, letters]; letters above 0 count.</param>
    /// <param name="w">[results, 1, window, size].</param>
    /// <param name="c">[letters that there are, size].</param>
    [Operator]
    public static Value WordConvEmbedding(
        [Rank(2), Indices] Value sequence, [Rank(4)] Value w, [Rank(1)] Value b, [Rank(2)] Value c, long charEmbeddingSize = -1, long convWindowSize = -1,
        long embeddingSize = -1)
    {
        Demand(w, 0, embeddingSize);
        Demand(w, 2, convWindowSize);
        Demand(c, 1, charEmbeddingSize);
        w.Scope.Require(w.Shape[3], c.Shape[1], "A window has as many columns as a letter has elements", w, c);
        Dim window = w.Shape[2];
        Value letters = Cast(sequence, ElementType.Int64);
        Value isWord = Map(Views.Slice(letters, 1, 0, 1), first => Less(ScalarExpr.Literal(ElementType.Int64, 0L), first));
        Value counts = Map(isWord, Reductions.Sum(Map(letters, letter => Cast(Less(ScalarExpr.Literal(ElementType.Int64, 0L), letter), ElementType.Int64)), 1),
            (starts, count) => Select(starts, count, ScalarExpr.Literal(ElementType.Int64, 0L)));
        Value rows = Indexing.Take(c, letters, 0);
        Value known = Map(Views.Unsqueeze(isWord, 2), rows, (starts, row) => Select(starts, row, ScalarExpr.Literal(row.Type, 0)));
        Value windows = Windows.Along(known, 1, window, 0, 0, Like(known, 0));
        Value product = Contractions.Contract(
            windows, Views.Squeeze(w, 1), System.Array.Empty<int>(), System.Array.Empty<int>(), [2, 3], [2, 1]);
        Value results = Map(product, b, (sum, bias) => Tanh(sum + bias));
        Value counting = MapOver(results.Scope, results.Shape, [results, Views.Unsqueeze(counts, 2)], e => Select(
            LessOrEqual(ScalarExpr.Index(1) + ScalarExpr.Of(window), Maximum(e[1], ScalarExpr.Of(window))), e[0],
            ScalarExpr.Literal(e[0].Type, double.NegativeInfinity)));
        return Views.Squeeze(Reductions.Max(counting, 1), 1);
    }

    static void Demand(Value x, int axis, long length)
    {
        if (length >= 0)
            x.Scope.Require(x.Shape[axis], length, "A size is not the one that the attribute gives", x);
    }
}
