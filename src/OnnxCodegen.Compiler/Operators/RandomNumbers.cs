using System;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Tensors of random numbers. A seed fixes them; their distribution is the standard's, the numbers are ours.</summary>
internal static class RandomNumbers
{
    [Operator, Since(1)]
    public static Value RandomUniform(
        Scope scope, long[] shape, double low = 0, double high = 1, double? seed = null, ElementType dtype = ElementType.Float) =>
        Between(scope, Shape.Of(shape), low, high, seed, dtype);

    [Operator, Since(1)]
    public static Value RandomUniformLike(
        Value input, double low = 0, double high = 1, double? seed = null, ElementType? dtype = null) =>
        Between(input.Scope, input.Shape, low, high, seed, dtype ?? input.ElementType);

    [Operator, Since(1)]
    public static Value RandomNormal(
        Scope scope, long[] shape, double mean = 0, double scale = 1, double? seed = null, ElementType dtype = ElementType.Float) =>
        Normal(scope, Shape.Of(shape), mean, scale, seed, dtype);

    [Operator, Since(1)]
    public static Value RandomNormalLike(
        Value input, double mean = 0, double scale = 1, double? seed = null, ElementType? dtype = null) =>
        Normal(input.Scope, input.Shape, mean, scale, seed, dtype ?? input.ElementType);

    /// <summary>1 with the probability that the input gives, else 0.</summary>
    [Operator, Since(15)]
    public static Value Bernoulli(Value input, ElementType? dtype = null, double? seed = null) =>
        Map(Uniform(input.Scope, input.Shape, Bits(seed)), input, (u, p) => Cast(Less(u, Cast(p, ElementType.Float)), dtype ?? input.ElementType));

    /// <summary>Samples of classes whose unnormalised log probabilities the rows hold: the number of classes whose cumulative probability
    /// does not reach a uniform number.</summary>
    [Operator, Since(7)]
    public static Value Multinomial(Value input, long sampleSize = 1, double? seed = null, ElementType dtype = ElementType.Int32)
    {
        Value logits = Cast(input, ElementType.Float);
        Value weights = Map(logits, Reductions.Max(logits, 1), (x, most) => Exp(x - most));
        Value sums = input.Scope.Add(new Cumulate(Reduction.Sum, 1, false, false), weights);
        Value draws = Uniform(input.Scope, Shape.Of(input.Shape[0], sampleSize, 1), Bits(seed));
        Value below = Map(draws, Views.Unsqueeze(sums, 1), Views.Unsqueeze(Reductions.Sum(weights, 1), 1),
            (u, sum, total) => Cast(LessOrEqual(sum, u * total), ElementType.Int64));
        Value last = input.Scope.Scalar(input.Shape[1] - 1);
        return Cast(Minimum(Views.Squeeze(Reductions.Sum(below, 2), 2), last), dtype);
    }

    /// <summary>Floats of [0, 1) with 24 random bits.</summary>
    public static Value Uniform(Scope scope, Shape shape, long? seed, int stream = 0) =>
        Map(scope.Add(new Primitives.Random(seed, stream, shape)), u =>
            Cast(ScalarExpr.Apply(ScalarOperation.ShiftRight, u, ScalarExpr.Literal(ElementType.UInt32, 8L)), ElementType.Float)
            * Math.Pow(2, -24));

    static Value Between(Scope scope, Shape shape, double low, double high, double? seed, ElementType type) =>
        Map(Uniform(scope, shape, Bits(seed)), u => Cast(low + ((high - low) * u), type));

    /// <summary>Box and Muller's transform of two uniform numbers.</summary>
    static Value Normal(Scope scope, Shape shape, double mean, double scale, double? seed, ElementType type) =>
        Map(Uniform(scope, shape, Bits(seed)), Uniform(scope, shape, Bits(seed), 1), (u, v) =>
        {
            ScalarExpr radius = Sqrt(-2 * Log(1 - u));
            ScalarExpr angle = ScalarExpr.Apply(ScalarOperation.Cosine, 2 * Math.PI * v);
            return Cast(mean + (scale * radius * angle), type);
        });

    static long? Bits(double? seed) => seed is { } number ? BitConverter.DoubleToInt64Bits(number) : null;
}
