using System;
using System.Collections.Generic;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>The activation functions of recurrent layers, by name. Each takes its parameters from the lists as it needs them.</summary>
internal sealed class RecurrentActivations
{
    readonly Func<ScalarExpr, ScalarExpr>[] functions;
    readonly double clip;

    /// <param name="names">The functions of all directions, in order; the defaults for each direction when missing.</param>
    /// <param name="clip">Arguments are limited to −clip … clip; 0 for no limit.</param>
    public RecurrentActivations(string[]? names, string[] defaults, int directions, double[]? alphas, double[]? betas, double clip)
    {
        this.clip = clip;
        Count = defaults.Length;
        functions = new Func<ScalarExpr, ScalarExpr>[directions * Count];
        var alpha = new Queue<double>(alphas ?? Array.Empty<double>());
        var beta = new Queue<double>(betas ?? Array.Empty<double>());
        for (int i = 0; i < functions.Length; i++)
            functions[i] = Function(names is { Length: > 0 } ? names[i % names.Length] : defaults[i % Count], alpha, beta);
    }

    /// <summary>Functions of one direction.</summary>
    int Count { get; }

    public Value Apply(Value x, int direction, int index) => Map(x, a => functions[(direction * Count) + index](Limit(a)));

    ScalarExpr Limit(ScalarExpr x) => clip > 0 ? Maximum(Minimum(x, clip), -clip) : x;

    static Func<ScalarExpr, ScalarExpr> Function(string name, Queue<double> alphas, Queue<double> betas)
    {
        switch (name.ToUpperInvariant())
        {
            case "TANH":
                return Tanh;
            case "SIGMOID":
                return Sigmoid;
            case "RELU":
                return x => Maximum(x, 0);
            case "SOFTSIGN":
                return x => x / (1 + Abs(x));
            case "SOFTPLUS":
                return x => Maximum(x, 0) + Log1p(Exp(-Abs(x)));
            case "LEAKYRELU":
                double leak = Next(alphas, 0.01);
                return x => Select(Less(x, 0), x * leak, x);
            case "THRESHOLDEDRELU":
                double threshold = Next(alphas, 1);
                return x => Select(Less(ScalarExpr.Literal(x.Type, threshold), x), x, ScalarExpr.Literal(x.Type, 0));
            case "ELU":
                double scale = Next(alphas, 1);
                return x => Select(Less(x, 0), scale * Expm1(x), x);
            case "AFFINE":
                (double factor, double summand) = (Next(alphas, 1), Next(betas, 0));
                return x => (x * factor) + summand;
            case "SCALEDTANH":
                (double outer, double inner) = (Next(alphas, 1), Next(betas, 1));
                return x => outer * Tanh(x * inner);
            case "HARDSIGMOID":
                (double slope, double shift) = (Next(alphas, 0.2), Next(betas, 0.5));
                return x => Maximum(Minimum((x * slope) + shift, 1), 0);
            default:
                throw new ModelException($"The activation '{name}' is unknown.");
        }
    }

    static double Next(Queue<double> values, double missing) => values.Count > 0 ? values.Dequeue() : missing;
}
