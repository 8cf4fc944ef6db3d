using System.Collections.Generic;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Quantised operators of ONNX Runtime. Scales are powers of two, so that both sides round the same numbers.</summary>
internal static class QuantizedFusions
{
    const string Domain = "com.microsoft.";

    static readonly ElementType[] Bytes = [ElementType.UInt8, ElementType.Int8];

    public static IEnumerable<OperatorEntry> All =>
    [
        new(Domain + "QLinearAdd", (g, x) => Binary(g, x, "QLinearAdd")) { MinimumRank = 1, Types = Bytes, Rounding = Rounding.Jumps },
        new(Domain + "QLinearMul", (g, x) => Binary(g, x, "QLinearMul")) { MinimumRank = 1, Types = Bytes, Rounding = Rounding.Jumps },
        new(Domain + "QLinearLeakyRelu", (g, x) => g.Node(Domain + "QLinearLeakyRelu", [x, Scale(g), Zero(g, x), Scale(g), Zero(g, x)], new() { ["alpha"] = 0.5 })) { MinimumRank = 1, Types = Bytes, Rounding = Rounding.Jumps },
        new(Domain + "QLinearSigmoid", (g, x) => g.Node(Domain + "QLinearSigmoid", x, Scale(g), Zero(g, x), g.Scalar(ElementType.Float, 1.0 / 256), Zero(g, x))) { MinimumRank = 1, Types = Bytes, Rounding = Rounding.Rounds | Rounding.Jumps },
        new(Domain + "QLinearSoftmax", (g, x) => g.Node(Domain + "QLinearSoftmax", [x, Scale(g), Zero(g, x), g.Scalar(ElementType.Float, 1.0 / 128), g.Scalar(x.Type, x.Type == ElementType.UInt8 ? 0 : -128)], new() { ["opset"] = 13, ["axis"] = -1 })) { MinimumRank = 1, Types = Bytes, Rounding = Rounding.Rounds | Rounding.Jumps },
        new(Domain + "QLinearWhere", Where) { MinimumRank = 1, Types = Bytes, Rounding = Rounding.Jumps },
        new(Domain + "QLinearAveragePool", AveragePool) { MinimumRank = 4, MaximumRank = 4, Types = Bytes, Rounding = Rounding.Rounds | Rounding.Jumps },
        new(Domain + "QLinearConcat", Concat) { MinimumRank = 1, Types = Bytes, Rounding = Rounding.Jumps },
        new(Domain + "QLinearGlobalAveragePool", (g, x) => g.Node(Domain + "QLinearGlobalAveragePool", [x, Scale(g), Zero(g, x), Scale(g), Zero(g, x)], new() { ["channels_last"] = 0 })) { MinimumRank = 4, MaximumRank = 4, Types = Bytes, Rounding = Rounding.Rounds | Rounding.Jumps },
        new(Domain + "MatMulIntegerToFloat", MatMulIntegerToFloat) { MinimumRank = 2, MaximumRank = 3, Types = [ElementType.UInt8], Rounding = Rounding.None },
        new(Domain + "DynamicQuantizeMatMul", DynamicQuantizeMatMul) { MinimumRank = 2, MaximumRank = 3, Rounding = Rounding.Rounds | Rounding.Jumps },
        new(Domain + "QGemm", QGemm) { MinimumRank = 2, MaximumRank = 2, Types = [ElementType.UInt8], Rounding = Rounding.Jumps },
        new(Domain + "NhwcMaxPool", NhwcMaxPool) { MinimumRank = 4, MaximumRank = 4, Types = Bytes, Rounding = Rounding.None },
        new(Domain + "MatMulNBits", (g, _) => MatMulNBits(g)) { MaximumRank = 1 },
        new(Domain + "GatherBlockQuantized", (g, _) => GatherBlockQuantized(g)) { MaximumRank = 1, Rounding = Rounding.None },
    ];

    static void Binary(RandomGraph graph, Operand x, string name) => graph.Node(Domain + name,
        x, Scale(graph), Zero(graph, x), graph.Tensor(x.Type, x.Dims), Scale(graph), Zero(graph, x), Scale(graph), Zero(graph, x));

    static void Where(RandomGraph graph, Operand x)
    {
        graph.Node(Domain + "QLinearWhere", [graph.Tensor(ElementType.Bool, x.Dims), x, .. Known(), graph.Tensor(x.Type, x.Dims), .. Known(), .. Known()], []);

        // Scales and zero points that are not constant end the process of ONNX Runtime.
        Operand[] Known() => [graph.Constant(RandomTensor.Of(ElementType.Float, [], graph.Random.Of(0.25, 0.5, 1))), graph.Constant(RandomTensor.Of(graph.Random, x.Type, [], 0, 5))];
    }

    static void AveragePool(RandomGraph graph, Operand x)
    {
        // A window over the whole image is rounded like QLinearGlobalAveragePool.
        Operand images = x.Dims[2] > 2 && x.Dims[3] > 2 ? x : graph.Tensor(x.Type, [.. x.Dims[..2], 4, 3]);
        graph.Node(Domain + "QLinearAveragePool", [images, Scale(graph), Zero(graph, x), Scale(graph), Zero(graph, x)],
            new() { ["kernel_shape"] = new long[] { 2, 2 }, ["strides"] = new long[] { 1, 2 }, ["channels_last"] = 0 });
    }

    static void Concat(RandomGraph graph, Operand x)
    {
        Operand other = graph.Tensor(x.Type, x.Dims);
        graph.Node(Domain + "QLinearConcat", [Scale(graph), Zero(graph, x), x, Scale(graph), Zero(graph, x), other, Scale(graph), Zero(graph, x)],
            new() { ["axis"] = graph.Random.Between(0, x.Rank - 1) });
    }

    static void MatMulIntegerToFloat(RandomGraph graph, Operand x)
    {
        ElementType type = graph.Random.Of(Bytes);
        long columns = graph.Random.Between(1, 9);
        Operand?[] zeros = graph.Random.Coin() ? [Zero(graph, x), graph.Scalar(type, 1)] : [null, null];
        graph.Node(Domain + "MatMulIntegerToFloat",
            [x, graph.Tensor(type, [x.Dims[^1], columns]), Scale(graph), Scale(graph), .. zeros, graph.Random.Coin() ? graph.Floats(columns) : null], []);
    }

    static void DynamicQuantizeMatMul(RandomGraph graph, Operand x)
    {
        ElementType type = graph.Random.Of(Bytes);
        long columns = graph.Random.Between(1, 9);
        graph.Node(Domain + "DynamicQuantizeMatMul", [x, graph.Tensor(type, [x.Dims[^1], columns]), Scale(graph), graph.Scalar(type, 1), graph.Random.Coin() ? graph.Floats(columns) : null], []);
    }

    static void QGemm(RandomGraph graph, Operand x)
    {
        ElementType type = graph.Random.Of(Bytes);
        bool b = graph.Random.Coin();
        long columns = graph.Random.Between(1, 9);
        Operand weights = graph.Tensor(type, b ? [columns, x.Dims[1]] : [x.Dims[1], columns]);
        graph.Node(Domain + "QGemm", [x, Scale(graph), Zero(graph, x), weights, Scale(graph), graph.Scalar(type, 1), graph.Tensor(ElementType.Int32, [columns]), Scale(graph), Zero(graph, x)],
            new() { ["transB"] = b });
    }

    static void NhwcMaxPool(RandomGraph graph, Operand x) => graph.Node(Domain + "NhwcMaxPool", [x],
        new() { ["kernel_shape"] = new long[] { System.Math.Min(2, x.Dims[1]), System.Math.Min(2, x.Dims[2]) }, ["strides"] = new long[] { 1, 2 } });

    static void MatMulNBits(RandomGraph graph)
    {
        (long rows, long terms, long columns, long block) = (graph.Random.Between(1, 5), graph.Random.Between(3, 40), graph.Random.Between(1, 9), 16);
        long blocks = (terms + block - 1) / block;
        Operand weights = graph.Constant(RandomTensor.Of(graph.Random, ElementType.UInt8, [columns, blocks, block / 2], 0, 255));
        Operand? zeros = graph.Random.Coin() ? graph.Constant(RandomTensor.Of(graph.Random, ElementType.UInt8, [columns, (blocks + 1) / 2], 0, 255)) : null;
        // ONNX Runtime overlooks packed zero points where columns have blocks of their own.
        Operand? groups = zeros is null && graph.Random.Coin() ? graph.Constant(RandomTensor.Of(graph.Random, ElementType.Int32, [blocks * block], 0, blocks - 1)) : null;
        graph.Node(Domain + "MatMulNBits", [graph.Floats(rows, terms), weights, graph.Constant(RandomTensor.Of(graph.Random, ElementType.Float, [columns, blocks], 0.125, 1)), zeros, groups],
            new() { ["K"] = terms, ["N"] = columns, ["bits"] = 4, ["block_size"] = block });
    }

    static void GatherBlockQuantized(RandomGraph graph)
    {
        const int Entries = 6, Block = 16;
        long blocks = graph.Random.Between(1, 3);
        Operand data = graph.Constant(RandomTensor.Of(graph.Random, ElementType.UInt8, [Entries, blocks * Block / 2], 0, 255));
        Operand scales = graph.Constant(RandomTensor.Of(graph.Random, ElementType.Float, [Entries, blocks], 0.125, 1));
        Operand indices = graph.Constant(RandomTensor.Of(graph.Random, ElementType.Int64, [graph.Random.Between(1, 4)], 0, Entries - 1));
        graph.Node(Domain + "GatherBlockQuantized", [data, indices, scales], new() { ["bits"] = 4, ["block_size"] = Block, ["gather_axis"] = 0, ["quantize_axis"] = 1 });
    }

    static Operand Scale(RandomGraph graph) => graph.Scalar(ElementType.Float, graph.Random.Of(0.125, 0.25, 0.5, 1));

    static Operand Zero(RandomGraph graph, Operand x) => graph.Scalar(x.Type, x.Type == ElementType.UInt8 ? graph.Random.Between(0, 9) : graph.Random.Between(-5, 5));
}
