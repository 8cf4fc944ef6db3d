using System;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>The probabilities of classes that agree best with those of their pairs (Wu, Lin and Weng, 2004, second method).</summary>
internal static class PairCoupling
{
    const int MaximumIterations = 100;

    /// <param name="won">For each row the probability of the first class of each pair.</param>
    public static Tensor Of(Tensor won, int classes)
    {
        Tensor y = Tensor.New(ElementType.Float, [won.Dims[0], classes]);
        for (int row = 0; row < won.Dims[0]; row++)
        {
            double[] p = Couple(Pairs(won, row, classes), classes);
            for (int c = 0; c < classes; c++)
                y.Doubles[(row * classes) + c] = ElementConversion.Round(p[c], ElementType.Float);
        }
        return y;
    }

    /// <summary>The probability of class i against class j.</summary>
    static double[,] Pairs(Tensor won, int row, int classes)
    {
        var r = new double[classes, classes];
        int position = row * (int)won.Dims[1];
        for (int i = 0; i < classes; i++)
            for (int j = i + 1; j < classes; j++)
                (r[i, j], r[j, i]) = (won.Doubles[position], 1 - won.Doubles[position++]);
        return r;
    }

    static double[] Couple(double[,] r, int classes)
    {
        var q = new double[classes, classes];
        var p = new double[classes];
        for (int i = 0; i < classes; i++)
        {
            p[i] = 1.0 / classes;
            for (int j = 0; j < classes; j++)
            {
                q[i, i] += i == j ? 0 : r[j, i] * r[j, i];
                if (i != j)
                    q[i, j] = -r[j, i] * r[i, j];
            }
        }
        for (int iteration = 0; iteration < MaximumIterations && Improve(q, p, classes); iteration++)
            continue;
        return p;
    }

    /// <summary>One step towards the minimum of p'·q·p among sums of 1; false where it is reached.</summary>
    static bool Improve(double[,] q, double[] p, int classes)
    {
        var product = new double[classes];
        double total = 0;
        double error = 0;
        for (int i = 0; i < classes; i++)
        {
            for (int j = 0; j < classes; j++)
                product[i] += q[i, j] * p[j];
            total += p[i] * product[i];
        }
        for (int i = 0; i < classes; i++)
            error = Math.Max(error, Math.Abs(product[i] - total));
        if (error < 0.005 / classes)
            return false;
        for (int i = 0; i < classes; i++)
        {
            double step = (total - product[i]) / q[i, i];
            p[i] += step;
            total = (total + (step * ((step * q[i, i]) + (2 * product[i])))) / (1 + step) / (1 + step);
            for (int j = 0; j < classes; j++)
            {
                product[j] = (product[j] + (step * q[i, j])) / (1 + step);
                p[j] /= 1 + step;
            }
        }
        return true;
    }
}
