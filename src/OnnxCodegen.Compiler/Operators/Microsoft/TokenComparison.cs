using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Comparison of tokens that were foreseen with those of a source.</summary>
[Domain("com.microsoft")]
internal static class TokenComparison
{
    /// <summary>Appends the foreseen tokens up to the first one that differs from the source, that one included, and finds the only place of the
    /// source behind which the last tokens stand.</summary>
    /// <param name="prevSuffixMatchIdx">Where the source is compared with the foreseen tokens, [1].</param>
    /// <param name="predTokens">One more than the source has from there on.</param>
    /// <returns>The tokens, and the place behind the longest run of min_ngram_size to max_ngram_size last tokens that the source has; −1 for none
    /// or several.</returns>
    [Operator]
    public static (Value Tokens, Value SuffixMatchIdx) BifurcationDetector(
        [Rank(1), Indices] Value srcTokens, [Rank(1), Indices] Value curTokens, [Indices] Value prevSuffixMatchIdx, [Rank(1), Indices] Value? predTokens = null,
        long maxNgramSize = 0, long minNgramSize = 0)
    {
        if (minNgramSize < 1 || maxNgramSize < minNgramSize)
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"Runs of {minNgramSize} to {maxNgramSize} tokens do not exist.");
        Value tokens = predTokens is null ? curTokens : curTokens.Scope.Add(new Concat(0), curTokens, Foreseen(srcTokens, prevSuffixMatchIdx, predTokens));
        return (tokens, Views.Reshape(Suffix(srcTokens, tokens, minNgramSize, maxNgramSize), prevSuffixMatchIdx.Shape));
    }

    static Value Foreseen(Value source, Value start, Value foreseen)
    {
        Dim from = source.Scope.Let(DimVectors.Scalar(start));
        Dim rest = source.Scope.Let(source.Shape[0] - from);
        source.Scope.Require(foreseen.Shape[0], rest + 1, "One token more is foreseen than the source has left", foreseen);
        Value same = Map(Views.Slice(foreseen, 0, 0, rest), Views.Slice(source, 0, from, rest), (a, b) => Cast(Equal(a, b), ElementType.Int64));
        Value common = Reductions.Sum(source.Scope.Add(new Cumulate(Reduction.Product, 0, false, false), same), 0);
        return Views.Slice(foreseen, 0, 0, source.Scope.Let(DimVectors.Scalar(common) + 1));
    }

    static Value Suffix(Value source, Value tokens, long minimum, long maximum)
    {
        Scope scope = source.Scope;
        Value matches = Fill(scope, source.Shape, ScalarExpr.Literal(ElementType.Bool, 1));
        Value suffix = scope.Constant(ElementType.Int64, -1), isOpen = scope.Constant(ElementType.Bool, 1);
        for (long size = 1; size <= maximum; size++)
        {
            matches = Longer(matches, source, tokens, size);
            if (size < minimum)
                continue;
            Value count = Views.Reshape(Reductions.Sum(Cast(matches, ElementType.Int64), 0), Shape.Scalar);
            Value end = Views.Reshape(scope.Add(new ArgReduce(true, 0, false), Cast(matches, ElementType.Int64)), Shape.Scalar);
            Dim length = Dim.Constant(size);
            isOpen = Map(isOpen, count, (open, n) => And(And(open, LessOrEqual(ScalarExpr.Of(length), ScalarExpr.Of(tokens.Shape[0]))), Less(Whole(0), n)));
            suffix = Map([isOpen, suffix, count, end], e => Select(e[0], Select(Less(Whole(1), e[2]), Whole(-1), e[3] + Whole(1)), e[1]));
            isOpen = Map(isOpen, end, (open, place) => And(open, Less(place + Whole(1), ScalarExpr.Of(source.Shape[0]))));
        }
        return suffix;
    }

    /// <summary>Where a run of last tokens ends in the source, from where one that is shorter by one does.</summary>
    static Value Longer(Value matches, Value source, Value tokens, long size)
    {
        Scope scope = source.Scope;
        Value before = scope.Add(new Gather(0, OutsideMode.Zero), source, MapOver(scope, source.Shape, [], _ => ScalarExpr.Index(0) - Whole(size - 1)));
        Value token = scope.Add(new Gather(0, OutsideMode.Zero), tokens, scope.Scalar(tokens.Shape[0] - size));
        return MapOver(scope, source.Shape, [matches, before, token], e =>
            And(e[0], And(LessOrEqual(Whole(size - 1), ScalarExpr.Index(0)), Equal(e[1], e[2]))));
    }

    static ScalarExpr Whole(long number) => ScalarExpr.Literal(ElementType.Int64, number);
}
