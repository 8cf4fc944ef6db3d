using System;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>The post_transform of classifiers and regressors: a function of each row of scores.</summary>
internal static class PostTransforms
{
    /// <summary>SOFTMAX_ZERO keeps scores of at most this magnitude near 0.</summary>
    const double Zero = 1e-7;

    public static Value Apply(Value scores, string name) => name switch
    {
        "NONE" => scores,
        "LOGISTIC" => Sigmoid(scores),
        "SOFTMAX" => SoftmaxOperators.Softmax(scores, scores.Rank - 1),
        "SOFTMAX_ZERO" => SoftmaxZero(scores),
        "PROBIT" => Probit(scores),
        _ => throw new ModelException(DiagnosticCode.InvalidAttribute, $"'{name}' is no post_transform."),
    };

    /// <summary>The name for the number by which TreeEnsemble gives it.</summary>
    public static string Name(long number) => number switch
    {
        0 => "NONE",
        1 => "SOFTMAX",
        2 => "LOGISTIC",
        3 => "SOFTMAX_ZERO",
        4 => "PROBIT",
        _ => throw new ModelException(DiagnosticCode.InvalidAttribute, $"{number} is no post_transform."),
    };

    /// <summary>The quantile of the normal distribution, by Winitzki's formula for the inverse of erf as ONNX Runtime has it.</summary>
    public static Value Probit(Value p) => Map(p, x =>
    {
        ScalarExpr y = (2 * x) - 1;
        ScalarExpr log = Log((1 - y) * (1 + y));
        ScalarExpr v = (2 / (3.14159 * 0.147)) + (0.5 * log);
        ScalarExpr magnitude = Sqrt(Sqrt((v * v) - (log / 0.147)) - v);
        return Math.Sqrt(2) * Select(Less(y, 0), -magnitude, magnitude);
    });

    /// <summary>Softmax whose sum passes over the scores near 0, which are not raised to powers of e.</summary>
    static Value SoftmaxZero(Value scores)
    {
        Value max = Reductions.Max(scores, scores.Rank - 1);
        Value powers = Map(scores, max, (s, m) => Select(IsNearZero(s), s * Exp(-m), Exp(s - m)));
        Value counted = Map(scores, powers, (s, p) => Select(IsNearZero(s), ScalarExpr.Literal(s.Type, 0), p));
        return powers / Reductions.Sum(counted, scores.Rank - 1);
    }

    static ScalarExpr IsNearZero(ScalarExpr score) => LessOrEqual(Abs(score), ScalarExpr.Literal(score.Type, Zero));
}
