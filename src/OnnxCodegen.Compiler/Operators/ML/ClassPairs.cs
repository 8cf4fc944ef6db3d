using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>One machine for each pair of classes, which decides between the two.</summary>
internal sealed class ClassPairs
{
    readonly int classes;
    readonly long[] vectorsPerClass;
    readonly double[] coefficients;
    readonly double[] rho;
    readonly (int First, int Second)[] pairs;

    public ClassPairs(int classes, long[] vectorsPerClass, double[] coefficients, double[] rho)
    {
        if (classes < 2 || vectorsPerClass.Length != classes || vectorsPerClass.Any(n => n < 0))
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"The vectors_per_class count the vectors of each of {classes} classes, of which there are two or more.");
        (this.classes, this.vectorsPerClass, this.coefficients, this.rho) = (classes, vectorsPerClass, coefficients, rho);
        Vectors = checked((int)vectorsPerClass.Sum());
        pairs = Enumerable.Range(0, classes).SelectMany(i => Enumerable.Range(i + 1, classes - i - 1).Select(j => (i, j))).ToArray();
        if (coefficients.Length < (classes - 1) * Vectors || rho.Length < pairs.Length)
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"There are fewer coefficients or rho than {classes} classes need.");
    }

    /// <summary>The number of support vectors.</summary>
    public int Vectors { get; }

    /// <summary>The score of each pair, positive for its first class, from the kernel function of each vector.</summary>
    public Value Scores(Value kernels) => Contractions.MatMul(kernels, LinearModels.Matrix(kernels.Scope, Weights(), Vectors, pairs.Length))
        + LinearModels.Row(kernels.Scope, rho.Take(pairs.Length).ToArray());

    /// <summary>The number of pairs that each class wins.</summary>
    public Value Votes(Value scores)
    {
        // A pair votes for its second class; where the first one wins, its vote moves there.
        var moved = new double[pairs.Length * classes];
        var votes = new double[classes];
        for (int pair = 0; pair < pairs.Length; pair++)
        {
            moved[(pair * classes) + pairs[pair].First] = 1;
            moved[(pair * classes) + pairs[pair].Second] = -1;
            votes[pairs[pair].Second]++;
        }
        Value wins = Map(scores, s => Cast(Less(Scalars.ScalarExpr.Literal(s.Type, 0), s), ElementType.Float));
        return Contractions.MatMul(wins, LinearModels.Matrix(scores.Scope, moved, pairs.Length, classes)) + LinearModels.Row(scores.Scope, votes);
    }

    /// <summary>The probability of each class from those of each pair, 1 / (1 + exp(a·score + b)) (Platt).</summary>
    public Value Probabilities(Value scores, double[] a, double[] b)
    {
        if (a.Length < pairs.Length || b.Length != a.Length)
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"There are fewer prob_a or prob_b than {pairs.Length} pairs need.");
        Value Row(double[] numbers) => LinearModels.Row(scores.Scope, numbers.Take(pairs.Length).ToArray());
        Value won = Map(scores, Row(a), Row(b), (s, slope, offset) => Minimum(Maximum(1 - Sigmoid((s * slope) + offset), 1e-7), 1 - 1e-7));
        var function = new CallFunction(
            RuntimeNames.CouplePairs, new object[] { scores.Shape[0], classes },
            (inputs, _) => new[] { PairCoupling.Of(inputs[0], classes) });
        return scores.Scope.Add(new Call(function, new ValueType[] { new TensorType(ElementType.Float, Shape.Of(scores.Shape[0], classes)) }), won);
    }

    /// <summary>What each vector adds to each pair: a vector of one class of the pair has a coefficient for the other class.</summary>
    double[] Weights()
    {
        var weights = new double[Vectors * pairs.Length];
        int[] starts = Enumerable.Range(0, classes).Select(c => (int)vectorsPerClass.Take(c).Sum()).ToArray();
        for (int pair = 0; pair < pairs.Length; pair++)
        {
            (int i, int j) = pairs[pair];
            for (int v = starts[i]; v < starts[i] + vectorsPerClass[i]; v++)
                weights[(v * pairs.Length) + pair] = coefficients[((j - 1) * Vectors) + v];
            for (int v = starts[j]; v < starts[j] + vectorsPerClass[j]; v++)
                weights[(v * pairs.Length) + pair] = coefficients[(i * Vectors) + v];
        }
        return weights;
    }
}
