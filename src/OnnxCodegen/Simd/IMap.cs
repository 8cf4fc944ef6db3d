using System.Runtime.Intrinsics;

namespace OnnxCodegen.Simd;

/// <summary>
/// A fused elementwise expression, one method for each lane width: the body of elementwise loops and the epilogue of
/// contractions, convolutions and pooling.
/// </summary>
/// <remarks>
/// <c>x</c> is the primary value: an element of the first input, or the finished accumulator of a contraction. Further
/// values come from the operands <c>p</c> at column <c>i</c> of the current row. Columns are of type long and not native
/// integers, which compilers for devices do not know.
/// </remarks>
public interface IMap
{
    /// <summary>Computes one element, at column <paramref name="i"/>.</summary>
    static abstract float Invoke(float x, in Operands p, long i);

    /// <summary>Computes the elements at columns i … i+3.</summary>
    static abstract Vector128<float> Invoke(Vector128<float> x, in Operands p, long i);

    /// <summary>Computes the elements at columns i … i+7.</summary>
    static abstract Vector256<float> Invoke(Vector256<float> x, in Operands p, long i);

    /// <summary>Computes the elements at columns i … i+15.</summary>
    static abstract Vector512<float> Invoke(Vector512<float> x, in Operands p, long i);
}
