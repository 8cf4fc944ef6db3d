using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Contractions that the kernels for whole numbers compute: these multiply numbers of 16 bits and take their sums in int32.</summary>
internal static class WholeFactors
{
    /// <summary>Shorter sums do not pay for the conversion of a factor.</summary>
    const long SmallestSum = 16;

    /// <summary>Fewer results do not either.</summary>
    const long FewestColumns = 8;

    static readonly FloatRange Short = FloatRange.Of(ElementType.Int16);

    /// <summary>Whether the sums are exact in int32 alone, and must be.</summary>
    public static bool AreDemanded(Node contraction) => ((Contract)contraction.Primitive).ExactBound > FloatRange.Exact;

    /// <summary>Whether the factors are whole numbers that are small enough.</summary>
    /// <param name="terms">The length of the sums.</param>
    /// <param name="columns">The results to which each number of the left factor contributes.</param>
    public static bool Suit(Node contraction, Dim terms, Dim columns)
    {
        if (!terms.IsConstant || terms.Value < SmallestSum || !columns.IsConstant || columns.Value < FewestColumns)
            return false;
        FloatRange a = ValueRange.Of(contraction.Inputs[0]);
        FloatRange b = ValueRange.Of(contraction.Inputs[1]);
        return a.IsExactWhole && b.IsExactWhole && a.LiesIn(Short) && b.LiesIn(Short) && terms.Value * a.Largest * b.Largest <= int.MaxValue;
    }
}
