using System;
using System.Collections.Generic;
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
            functions[i] = NamedActivations.Of(names is { Length: > 0 } ? names[i % names.Length] : defaults[i % Count], alpha, beta);
    }

    /// <summary>Functions of one direction.</summary>
    int Count { get; }

    public Value Apply(Value x, int direction, int index) => Map(x, a => functions[(direction * Count) + index](Limit(a)));

    ScalarExpr Limit(ScalarExpr x) => clip > 0 ? Maximum(Minimum(x, clip), -clip) : x;
}
