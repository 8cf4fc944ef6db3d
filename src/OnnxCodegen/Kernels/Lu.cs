using System;
using System.Numerics;

namespace OnnxCodegen.Kernels;

/// <summary>Gauss's elimination with the largest element of each column as the pivot.</summary>
public static unsafe class Lu
{
    /// <summary>The determinants of square matrices in row-major order.</summary>
    /// <param name="x">The matrices, one after the other.</param>
    /// <param name="y">Their determinants.</param>
    /// <param name="n">The rows of a matrix, and its columns.</param>
    /// <param name="matrices">The number of matrices.</param>
    public static void Determinant<T>(ReadOnlySpan<T> x, Span<T> y, int n, int matrices)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> rows = Rows<T>(n * n);
        for (int matrix = 0; matrix < matrices; matrix++)
        {
            x.Slice(matrix * n * n, n * n).CopyTo(rows);
            T product = T.One;
            for (int k = 0; k < n && product != T.Zero; k++)
            {
                product *= RaisePivot(rows, n, n, k) ? -rows[(k * n) + k] : rows[(k * n) + k];
                for (int row = k + 1; row < n && product != T.Zero; row++)
                    Subtract(rows, n, row, k, rows[(row * n) + k] / rows[(k * n) + k], k);
            }
            y[matrix] = product;
        }
    }

    /// <summary>The inverses of square matrices in row-major order; those of a singular matrix are not finite.</summary>
    /// <param name="x">The matrices, one after the other.</param>
    /// <param name="y">Their inverses.</param>
    /// <param name="n">The rows of a matrix, and its columns.</param>
    /// <param name="matrices">The number of matrices.</param>
    public static void Inverse<T>(ReadOnlySpan<T> x, Span<T> y, int n, int matrices)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // The matrix and beside it the unit matrix, which becomes the inverse while the matrix becomes the unit matrix.
        int width = 2 * n;
        Span<T> rows = Rows<T>(n * width);
        for (int matrix = 0; matrix < matrices; matrix++)
        {
            rows.Clear();
            for (int row = 0; row < n; row++)
            {
                x.Slice(((matrix * n) + row) * n, n).CopyTo(rows[(row * width)..]);
                rows[(row * width) + n + row] = T.One;
            }
            for (int k = 0; k < n; k++)
            {
                RaisePivot(rows, n, width, k);
                T pivot = rows[(k * width) + k];
                foreach (ref T element in rows.Slice((k * width) + k, width - k))
                    element /= pivot;
                for (int row = 0; row < n; row++)
                {
                    if (row != k)
                        Subtract(rows, width, row, k, rows[(row * width) + k], k);
                }
            }
            for (int row = 0; row < n; row++)
                rows.Slice((row * width) + n, n).CopyTo(y[(((matrix * n) + row) * n)..]);
        }
    }

    static Span<T> Rows<T>(int length)
        where T : unmanaged => new((T*)Scratch.Floats((nint)length * sizeof(T) / sizeof(float)), length);

    /// <summary>Exchanges row k with the one below that has the largest element in column k; false where that is row k itself.</summary>
    static bool RaisePivot<T>(Span<T> rows, int n, int width, int k)
        where T : IFloatingPointIeee754<T>
    {
        int pivot = k;
        for (int row = k + 1; row < n; row++)
        {
            if (T.Abs(rows[(row * width) + k]) > T.Abs(rows[(pivot * width) + k]))
                pivot = row;
        }
        for (int column = k; pivot != k && column < width; column++)
            (rows[(k * width) + column], rows[(pivot * width) + column]) = (rows[(pivot * width) + column], rows[(k * width) + column]);
        return pivot != k;
    }

    static void Subtract<T>(Span<T> rows, int width, int row, int pivot, T factor, int first)
        where T : IFloatingPointIeee754<T>
    {
        Span<T> target = rows.Slice(row * width, width), source = rows.Slice(pivot * width, width);
        for (int column = first; column < width; column++)
            target[column] -= factor * source[column];
    }
}
