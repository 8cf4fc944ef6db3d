using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxCodegen.Simd;

/// <summary>Folds the lanes of a vector into one number, always in the same order.</summary>
static class LaneFold<TFold>
    where TFold : struct, IFold
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of(Vector512<float> x) => Of(TFold.Combine(x.GetLower(), x.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of(Vector256<float> x) => Of(TFold.Combine(x.GetLower(), x.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of(Vector128<float> x)
    {
        Vector128<float> pairs = TFold.Combine(x, Vector128.Shuffle(x, Vector128.Create(2, 3, 0, 1)));
        return TFold.Combine(pairs.ToScalar(), pairs.GetElement(1));
    }
}
