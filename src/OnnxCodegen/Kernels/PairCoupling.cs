using System;

namespace OnnxCodegen.Kernels;

/// <summary>The probabilities of classes from those of their pairs.</summary>
public static class PairCoupling
{
    const int MaximumIterations = 100;
    const int MostOnStack = 32;

    /// <summary>For each row the probabilities p that agree best with those of the pairs: Σ (r[j, i]·p[i] − r[i, j]·p[j])² is least (Wu, Lin and
    /// Weng, "Probability Estimates for Multi-class Classification by Pairwise Coupling", 2004, second method).</summary>
    /// <param name="pairs">The probability of the first class of each pair (0, 1), (0, 2), …, (1, 2), ….</param>
    /// <param name="probabilities">[row, class].</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="classes">The number of classes.</param>
    public static void Run(ReadOnlySpan<float> pairs, Span<float> probabilities, int rows, int classes)
    {
        int count = classes * (classes - 1) / 2;
        Span<float> q = classes <= MostOnStack ? stackalloc float[classes * classes] : new float[classes * classes];
        Span<float> product = classes <= MostOnStack ? stackalloc float[classes] : new float[classes];
        for (int row = 0; row < rows; row++)
        {
            Span<float> p = probabilities.Slice(row * classes, classes);
            p.Fill(1f / classes);
            Fill(q, pairs.Slice(row * count, count), classes);
            for (int iteration = 0; iteration < MaximumIterations && Improve(q, p, product); iteration++)
                continue;
        }
    }

    static void Fill(Span<float> q, ReadOnlySpan<float> pairs, int classes)
    {
        q.Clear();
        int position = 0;
        for (int i = 0; i < classes; i++)
        {
            for (int j = i + 1; j < classes; j++)
            {
                float first = pairs[position++], second = 1 - first;
                q[(i * classes) + i] += second * second;
                q[(j * classes) + j] += first * first;
                q[(i * classes) + j] = q[(j * classes) + i] = -first * second;
            }
        }
    }

    /// <summary>One step for each class; false where the minimum is reached.</summary>
    static bool Improve(ReadOnlySpan<float> q, Span<float> p, Span<float> product)
    {
        int classes = p.Length;
        float total = 0, error = 0;
        for (int i = 0; i < classes; i++)
        {
            product[i] = 0;
            for (int j = 0; j < classes; j++)
                product[i] += q[(i * classes) + j] * p[j];
            total += p[i] * product[i];
        }
        foreach (float element in product)
            error = MathF.Max(error, MathF.Abs(element - total));
        if (error < 0.005f / classes)
            return false;
        for (int i = 0; i < classes; i++)
        {
            float diagonal = q[(i * classes) + i], step = (total - product[i]) / diagonal;
            p[i] += step;
            total = (total + (step * ((step * diagonal) + (2 * product[i])))) / (1 + step) / (1 + step);
            for (int j = 0; j < classes; j++)
            {
                product[j] = (product[j] + (step * q[(i * classes) + j])) / (1 + step);
                p[j] /= 1 + step;
            }
        }
        return true;
    }
}
