using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>How the last few tokens become numbers.</summary>
/// <param name="Size">The largest number of tokens.</param>
/// <param name="Heads">How many numbers there are for each number of tokens.</param>
/// <param name="PadId">Stands for a token that is not there.</param>
/// <param name="Resets">Whether tokens up to the one that ends a text are not there for those behind it.</param>
internal sealed record NgramForm(long Size, long Heads, long PadId, bool Resets)
{
    /// <summary>How many tokens before its own a number depends on.</summary>
    public long Memory => Size - 1;

    public void Check()
    {
        if (Size < 2 || Heads < 1)
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"Numbers of {Heads} heads for up to {Size} tokens do not exist.");
    }

    /// <summary>The tokens behind those before, [N, memory + L].</summary>
    public Value Whole(Value ids, Value? past, Value? end) => ids.Scope.Add(
        new Concat(1), past ?? Views.Expand(Views.Reshape(Missing(ids, end), 1, 1), ids.Shape.With(1, Memory)), ids);

    /// <summary>Whether what comes up to a place is not there behind it, as a change of segments follows, [N, before + L].</summary>
    public static Value Changes(Value segments, Dim before)
    {
        Value next = Views.Slice(segments, 1, 1, segments.Shape[1] - 1);
        Value changes = Map(next, Views.Slice(segments, 1, 0, segments.Shape[1] - 1), (a, b) => Not(Equal(a, b)));
        return Windows.Border(changes, [0, before], [0, 1], segments.Scope.Constant(ElementType.Bool, 0));
    }

    /// <param name="whole">[N, memory + L].</param>
    /// <param name="changes">See <see cref="Changes"/>.</param>
    /// <returns>[N, L, memory · heads].</returns>
    public Value Hash(Value whole, Value multipliers, Value vocabSizes, Value? headOffsets, Value? end, Value? changes)
    {
        Value missing = Missing(whole, end);
        Dim length = whole.Shape[1] - Memory;
        Value? resets = Resets ? Map(whole, missing, Equal) : null;
        resets = (resets, changes) switch
        {
            ({ } both, { } given) => Map(both, given, Or),
            _ => resets ?? changes,
        };
        Value mixed = Back(whole, 0) * Multiplier(0);
        Value? isMissing = null;
        var parts = new Value[Memory];
        for (int k = 1; k <= Memory; k++)
        {
            Value token = Back(whole, k);
            if (resets is not null)
            {
                Value reset = Back(resets, k);
                isMissing = isMissing is null ? reset : Map(isMissing, reset, Or);
                token = Map(isMissing, missing, token, Select);
            }
            mixed = Map([mixed, token, Multiplier(k)], e => ScalarExpr.Apply(ScalarOperation.ExclusiveOr, e[0], e[1] * e[2]));
            parts[k - 1] = Map(Views.Unsqueeze(mixed, 2), Views.Slice(vocabSizes, 0, Heads * (k - 1), Heads), (mix, size) => ScalarExpr.Apply(ScalarOperation.Modulo, mix, size));
        }
        Value all = parts.Length == 1 ? parts[0] : whole.Scope.Add(new Concat(2), parts);
        whole.Scope.Require(vocabSizes.Shape[0], Memory * Heads, "Each head has the size of its vocabulary", vocabSizes);
        return headOffsets is null ? all : all + headOffsets;

        Value Back(Value x, long places) => Views.Slice(x, 1, Memory - places, length);

        Value Multiplier(long index) => Views.Reshape(Views.Slice(multipliers, 0, index, 1), Shape.Scalar);
    }

    Value Missing(Value ids, Value? end) => end is null ? ids.Scope.Constant(ids.ElementType, PadId) : Views.Reshape(end, Shape.Scalar);
}
