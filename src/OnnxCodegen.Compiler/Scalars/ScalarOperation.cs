namespace OnnxCodegen.Compiler.Scalars;

/// <summary>The scalar operations that expressions are made of. Their meaning stands in <see cref="ScalarEvaluator"/>.</summary>
internal enum ScalarOperation
{
    Add, Subtract, Multiply, Divide,

    /// <summary>Remainder with the divisor's sign.</summary>
    Modulo,

    /// <summary>Remainder with the dividend's sign.</summary>
    Remainder,
    Power, Minimum, Maximum,
    Negate, Absolute, Sign,
    Floor, Ceiling, Truncate,

    /// <summary>Half to even.</summary>
    Round,
    SquareRoot, Exponential, Logarithm, ExponentialMinusOne, LogarithmOnePlus,
    Sine, Cosine, Tangent, ArcSine, ArcCosine, ArcTangent,
    HyperbolicSine, HyperbolicCosine, HyperbolicTangent, ArcHyperbolicSine, ArcHyperbolicCosine, ArcHyperbolicTangent,
    ErrorFunction, InverseErrorFunction, Sigmoid,
    And, Or, ExclusiveOr, Not, ShiftLeft, ShiftRight,
    Equal, Less, LessOrEqual,

    /// <summary>Condition, value where it holds, value where it does not.</summary>
    Select,
    IsNaN, IsInfinite,

    /// <summary>Conversion by the standard's rules; small floating types without saturation.</summary>
    Cast,

    /// <summary>Conversion that saturates where the target type is narrower.</summary>
    SaturatingCast,

    /// <summary>The same bits as another type of the same width.</summary>
    BitCast,

    /// <summary>Concatenation of two strings.</summary>
    Concatenate,
}
