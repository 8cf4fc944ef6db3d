using System;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>What Gauss's elimination tells about square matrices.</summary>
internal static class Determinants
{
    [Operator(Widens = true), Since(11)]
    public static Value Det(Value x)
    {
        Dim n = Order(x);
        var dims = new Dim[x.Rank - 2];
        for (int axis = 0; axis < dims.Length; axis++)
            dims[axis] = x.Shape[axis];
        var shape = new Shape(dims);
        var function = new CallFunction(
            RuntimeNames.Determinant, new object[] { n, shape.Elements },
            (inputs, _) => new[] { Determinant(inputs[0]) });
        return x.Scope.Add(new Call(function, new ValueType[] { new TensorType(x.ElementType, shape) }), x);
    }

    /// <summary>The number of rows, and of columns, of each matrix.</summary>
    public static Dim Order(Value x)
    {
        if (x.Rank < 2 || !x.ElementType.IsFloating())
            throw new ModelException("Square matrices of floating numbers are expected.");
        x.Scope.Require(x.Shape[x.Rank - 1], x.Shape[x.Rank - 2], "The matrices must be square", x);
        return x.Shape[x.Rank - 1];
    }

    static Tensor Determinant(Tensor x)
    {
        long n = x.Dims[x.Rank - 1];
        long[] dims = new long[x.Rank - 2];
        Array.Copy(x.Dims, dims, dims.Length);
        Tensor y = Tensor.New(x.Type, dims);
        for (int matrix = 0; matrix < y.Length; matrix++)
        {
            double[] rows = new double[n * n];
            Array.Copy(x.Doubles, matrix * n * n, rows, 0, n * n);
            y.Doubles[matrix] = ElementConversion.Round(Eliminate(rows, n), x.Type);
        }
        return y;
    }

    /// <summary>The product of the pivots, each the largest of its column; the matrix becomes triangular.</summary>
    static double Eliminate(double[] a, long n)
    {
        double product = 1;
        for (long k = 0; k < n; k++)
        {
            product *= RaisePivot(a, n, n, k) ? -a[(k * n) + k] : a[(k * n) + k];
            if (a[(k * n) + k] == 0)
                return 0;
            for (long row = k + 1; row < n; row++)
            {
                double factor = a[(row * n) + k] / a[(k * n) + k];
                for (long column = k; column < n; column++)
                    a[(row * n) + column] -= factor * a[(k * n) + column];
            }
        }
        return product;
    }

    /// <summary>Exchanges row k with the one below that has the largest element in column k; false where that is row k itself.</summary>
    public static bool RaisePivot(double[] rows, long n, long width, long k)
    {
        long pivot = k;
        for (long row = k + 1; row < n; row++)
            pivot = Math.Abs(rows[(row * width) + k]) > Math.Abs(rows[(pivot * width) + k]) ? row : pivot;
        for (long column = k; pivot != k && column < width; column++)
            (rows[(k * width) + column], rows[(pivot * width) + column]) = (rows[(pivot * width) + column], rows[(k * width) + column]);
        return pivot != k;
    }
}
