using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Numbers that stand for elements.</summary>
[Domain("com.microsoft")]
internal static class Hashes
{
    const int Word = 32;

    /// <summary>MurmurHash3_x86_32 of the bytes of each element (https://github.com/aappleby/smhasher), as uint32 or int32.</summary>
    [Operator]
    public static Value MurmurHash3(Value x, bool positive = true, long seed = 0)
    {
        int bits = x.ElementType.Bits();
        if (x.ElementType == ElementType.String || bits is not (Word or 2 * Word))
            throw new ModelException($"Elements of 32 or 64 bits have a hash here, but a tensor of type {x.Type} is given.");
        return Map(x, a =>
        {
            ScalarExpr hash = Number(seed & uint.MaxValue);
            ScalarExpr words = ScalarExpr.BitCast(a, bits == Word ? ElementType.UInt32 : ElementType.UInt64);
            hash = bits == Word ? Mixed(hash, words) : Mixed(Mixed(hash, Half(words, 0)), Half(words, Word));
            ScalarExpr finished = Finished(Xor(hash, Number(bits / 8)));
            return positive ? finished : ScalarExpr.BitCast(finished, ElementType.Int32);
        });
    }

    static ScalarExpr Half(ScalarExpr words, long shift) => Cast(
        And(ScalarExpr.Apply(ScalarOperation.ShiftRight, words, ScalarExpr.Literal(ElementType.UInt64, shift)), ScalarExpr.Literal(ElementType.UInt64, (long)uint.MaxValue)),
        ElementType.UInt32);

    static ScalarExpr Mixed(ScalarExpr hash, ScalarExpr word)
    {
        ScalarExpr scrambled = Rotated(word * Number(0xCC9E2D51), 15) * Number(0x1B873593);
        return (Rotated(Xor(hash, scrambled), 13) * Number(5)) + Number(0xE6546B64);
    }

    static ScalarExpr Finished(ScalarExpr hash)
    {
        hash = Xor(hash, Shifted(hash, 16)) * Number(0x85EBCA6B);
        hash = Xor(hash, Shifted(hash, 13)) * Number(0xC2B2AE35);
        return Xor(hash, Shifted(hash, 16));
    }

    static ScalarExpr Rotated(ScalarExpr x, int count) =>
        Or(ScalarExpr.Apply(ScalarOperation.ShiftLeft, x, Number(count)), Shifted(x, Word - count));

    static ScalarExpr Shifted(ScalarExpr x, int count) => ScalarExpr.Apply(ScalarOperation.ShiftRight, x, Number(count));

    static ScalarExpr Xor(ScalarExpr x, ScalarExpr y) => ScalarExpr.Apply(ScalarOperation.ExclusiveOr, x, y);

    static ScalarExpr Number(long value) => ScalarExpr.Literal(ElementType.UInt32, value);
}
