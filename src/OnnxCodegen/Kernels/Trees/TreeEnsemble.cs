using System;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>Makes and evaluates ensembles of decision trees.</summary>
public static class TreeEnsemble
{
    /// <summary>Reads an ensemble from its packed form.</summary>
    /// <typeparam name="T">The type of thresholds, weights and sums.</typeparam>
    /// <param name="base64">The packed form (<see cref="TreeReader"/>) in base 64.</param>
    /// <exception cref="FormatException">The text is no packed ensemble.</exception>
    public static TreeEnsemble<T> Decode<T>(ReadOnlySpan<byte> base64)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => new(TreeReader.Read(base64, typeof(T) == typeof(float)));

    /// <summary>For every row the weights of the leaves that it reaches, combined in the order of the trees.</summary>
    /// <param name="workers">Share the rows.</param>
    /// <param name="x">Rows of features: n × <paramref name="features"/>.</param>
    /// <param name="y">Receives n × targets.</param>
    /// <param name="features">The length of a row of <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">A tree reads a feature that the rows lack.</exception>
    public static void Evaluate<T>(Workers workers, ReadOnlySpan<T> x, Span<T> y, TreeEnsemble<T> trees, int features)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(trees);
        ArgumentNullException.ThrowIfNull(workers);
        trees.Evaluate(workers, x, y, features);
    }
}
