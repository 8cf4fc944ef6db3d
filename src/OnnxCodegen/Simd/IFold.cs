using System.Runtime.Intrinsics;

namespace OnnxCodegen.Simd;

/// <summary>An associative and commutative operation that folds many elements into one, for each lane width.</summary>
public interface IFold
{
    /// <summary>The identity: the fold of nothing.</summary>
    static abstract float Identity { get; }

    /// <summary>Combines two elements.</summary>
    static abstract float Combine(float a, float b);

    /// <summary>Combines two vectors lane by lane.</summary>
    static abstract Vector128<float> Combine(Vector128<float> a, Vector128<float> b);

    /// <summary>Combines two vectors lane by lane.</summary>
    static abstract Vector256<float> Combine(Vector256<float> a, Vector256<float> b);

    /// <summary>Combines two vectors lane by lane.</summary>
    static abstract Vector512<float> Combine(Vector512<float> a, Vector512<float> b);
}
