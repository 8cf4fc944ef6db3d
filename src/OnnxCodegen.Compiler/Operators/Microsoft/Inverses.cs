using System;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Inverses of square matrices.</summary>
[Domain("com.microsoft")]
internal static class Inverses
{
    [Operator(Widens = true)]
    public static Value Inverse(Value x)
    {
        Dim n = Determinants.Order(x);
        Dim matrices = Dim.One;
        for (int axis = 0; axis < x.Rank - 2; axis++)
            matrices *= x.Shape[axis];
        var function = new CallFunction(RuntimeNames.Inverse, new object[] { n, matrices }, (inputs, _) => new[] { Inverse(inputs[0]) });
        return x.Scope.Add(new Call(function, new ValueType[] { new TensorType(x.ElementType, x.Shape) }), x);
    }

    static Tensor Inverse(Tensor x)
    {
        long n = x.Dims[x.Rank - 1];
        Tensor y = Tensor.New(x.Type, x.Dims);
        for (long first = 0; first < x.Length; first += n * n)
        {
            double[] inverse = Inverse(x.Doubles, first, n);
            for (long i = 0; i < n * n; i++)
                y.Doubles[first + i] = ElementConversion.Round(inverse[i], x.Type);
        }
        return y;
    }

    /// <summary>Gauss's and Jordan's elimination on the matrix with the unit matrix beside it.</summary>
    static double[] Inverse(double[] x, long first, long n)
    {
        long width = 2 * n;
        double[] rows = new double[n * width];
        for (long row = 0; row < n; row++)
        {
            Array.Copy(x, first + (row * n), rows, row * width, n);
            rows[(row * width) + n + row] = 1;
        }
        for (long k = 0; k < n; k++)
        {
            Determinants.RaisePivot(rows, n, width, k);
            double pivot = rows[(k * width) + k];
            for (long column = k; column < width; column++)
                rows[(k * width) + column] /= pivot;
            for (long row = 0; row < n; row++)
            {
                double factor = rows[(row * width) + k];
                for (long column = k; row != k && column < width; column++)
                    rows[(row * width) + column] -= factor * rows[(k * width) + column];
            }
        }
        double[] inverse = new double[n * n];
        for (long row = 0; row < n; row++)
            Array.Copy(rows, (row * width) + n, inverse, row * n, n);
        return inverse;
    }
}
