using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Matrix products.</summary>
internal static class Products
{
    public static IEnumerable<OperatorEntry> All =>
    [
        new("MatMul", MatMul) { MinimumRank = 1, Types = TypeSets.Numbers, Since = 9, Rounding = Rounding.None },
        new("Gemm", Gemm) { MinimumRank = 2, MaximumRank = 2, Types = TypeSets.Floats },
        new("MatMulInteger", MatMulInteger) { MinimumRank = 2, Since = 10, Types = [ElementType.UInt8, ElementType.Int8], Rounding = Rounding.None },
        new("Einsum", Einsum) { MinimumRank = 3, MaximumRank = 3, Since = 12, Rounding = Rounding.None },
    ];

    static void MatMul(RandomGraph graph, Operand x)
    {
        Random random = graph.Random;
        Operand other = graph.Tensor(x.Type, Right(random, x));
        graph.Node("MatMul", x, other);
    }

    /// <summary>Dims of a matrix, a vector or a batch of matrices that multiply an operand from the right.</summary>
    static long[] Right(Random random, Operand x)
    {
        long columns = random.Coin(0.2) ? random.Between(17, 70) : random.Between(1, 8);
        long[] matrix = random.Coin(0.15) ? [x.Dims[^1]] : [x.Dims[^1], columns];
        return x.Rank > 2 && matrix.Length == 2 && random.Coin(0.6) ? [.. random.BroadcastingTo(x.Dims[..^2]), .. matrix] : matrix;
    }

    static void Gemm(RandomGraph graph, Operand x)
    {
        Random random = graph.Random;
        bool transA = random.Coin(), transB = random.Coin();
        (long rows, long inner) = transA ? (x.Dims[1], x.Dims[0]) : (x.Dims[0], x.Dims[1]);
        long columns = random.Between(1, 20);
        Operand weights = graph.Tensor(x.Type, transB ? [columns, inner] : [inner, columns]);
        Operand? bias = graph.Opset >= 11 && random.Coin(0.3) ? null : graph.Tensor(x.Type, random.BroadcastingTo([rows, columns]));
        graph.Node("Gemm", bias is null ? [x, weights] : [x, weights, bias], new()
        {
            ["alpha"] = random.Of<object?>(null, 0.5),
            ["beta"] = random.Of<object?>(null, 0.0, 2.0),
            ["transA"] = transA,
            ["transB"] = transB,
        });
    }

    static void MatMulInteger(RandomGraph graph, Operand x)
    {
        Random random = graph.Random;
        Operand other = graph.Tensor(random.Of(ElementType.UInt8, ElementType.Int8), [x.Dims[^1], random.Between(1, 9)]);
        graph.Node("MatMulInteger", random.Coin() ? [x, other] : [x, other, graph.Scalar(x.Type, 2), graph.Scalar(other.Type, 1)]);
    }

    static void Einsum(RandomGraph graph, Operand x)
    {
        (long b, long i, long j) = (x.Dims[0], x.Dims[1], x.Dims[2]);
        long k = graph.Random.Between(1, 5);
        (string equation, long[] other) = graph.Random.Of<(string, long[])>(
            ("bij,bjk->bik", [b, j, k]), ("bij,bkj->bik", [b, k, j]), ("bij,jk->bik", [j, k]), ("bij,bij->b", [b, i, j]),
            ("bij,i->bj", [i]), ("bij,bjk->kib", [b, j, k]), ("...ij,jk->...ik", [j, k]));
        graph.Node("Einsum", [x, graph.Floats(other)], new() { ["equation"] = equation });
    }
}
