using System;
using System.Collections.Generic;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>The activation functions that attributes name.</summary>
internal static class NamedActivations
{
    /// <param name="alphas">First parameters, of which the function takes one if it has any.</param>
    /// <param name="betas">Second parameters.</param>
    public static Func<ScalarExpr, ScalarExpr> Of(string name, Queue<double> alphas, Queue<double> betas)
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
            case "SELU":
                (double negative, double all) = (Next(alphas, 1.67326319217681884765625), Next(betas, 1.05070102214813232421875));
                return x => all * Select(Less(x, 0), negative * Expm1(x), x);
            case "CLIP":
                (double low, double high) = (Next(alphas, float.MinValue), Next(betas, float.MaxValue));
                return x => Minimum(Maximum(x, low), high);
            default:
                throw new ModelException($"The activation '{name}' is unknown.");
        }
    }

    static double Next(Queue<double> values, double missing) => values.Count > 0 ? values.Dequeue() : missing;
}
