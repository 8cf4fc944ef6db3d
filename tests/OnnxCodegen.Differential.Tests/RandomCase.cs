using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Differential.Tests;

/// <summary>A graph of one or two operators with what ONNX Runtime makes of random inputs.</summary>
internal sealed record RandomCase(string Name, ModelProto Model, IReadOnlyList<TensorProto> Inputs, IReadOnlyList<TensorProto> Outputs)
{
    /// <summary>The latest version that ONNX Runtime takes.</summary>
    public const int LatestOpset = 26;
    const int MaximumAttempts = 100;
    const int MaximumElements = 50_000;

    /// <summary>The case of a seed. Consecutive seeds start with consecutive operators of the table.</summary>
    /// <exception cref="InvalidOperationException">ONNX Runtime refuses all of many graphs.</exception>
    public static RandomCase Of(int seed)
    {
        var random = new Random(seed);
        OperatorEntry first = First(seed);
        for (int attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            if (Try(seed, random, first) is { } drawn)
                return drawn;
        }
        throw new InvalidOperationException($"Seed {seed}: ONNX Runtime refuses {MaximumAttempts} graphs that start with {first}.");
    }

    /// <summary>The operator that the case of a seed starts with.</summary>
    public static OperatorEntry First(int seed) => OperatorEntries.All[seed % OperatorEntries.All.Count];

    static RandomCase? Try(int seed, Random random, OperatorEntry first)
    {
        var graph = new RandomGraph(random, random.Between(first.Since, Math.Min(first.Until - 1, LatestOpset)));
        first.Add(graph, graph.Input(random.Of(first.Types), random.Dims(random.Between(first.MinimumRank, first.MaximumRank))));
        if (Run(graph) is not { } outputs)
            return null;
        string name = $"{seed}_{first}";
        if (random.Coin() && Follower(random, first, outputs[0], graph.Opset) is { } second)
        {
            second.Add(graph, Operand(outputs[0]));
            if (Run(graph) is not { } results)
                return null;
            (outputs, name) = (results, $"{name}_{second}");
        }
        graph.Declare(outputs.Select(Operand));
        return new RandomCase(name, graph.Model, graph.Inputs, outputs);
    }

    static TensorProto[]? Run(RandomGraph graph) => Reference.Run(graph.Model, graph.Inputs, graph.Shared);

    static Operand Operand(TensorProto tensor) => new(tensor.Name, (ElementType)tensor.DataType, [.. tensor.Dims]);

    /// <summary>An operator that takes the result: one that is neither empty nor large, with moderate numbers, as kernels of ONNX Runtime
    /// differ in what becomes of NaN and in the order of sums and products.</summary>
    static OperatorEntry? Follower(Random random, OperatorEntry first, TensorProto result, int opset)
    {
        Operand operand = Operand(result);
        OperatorEntry[] followers = [.. OperatorEntries.All.Where(entry => entry.Since <= opset && opset < entry.Until && entry.Accepts(operand)
            && !(first.Rounding.HasFlag(Rounding.Rounds) && entry.Rounding.HasFlag(Rounding.Jumps)))];
        bool isUsable = operand.Dims.Aggregate(1L, (product, n) => product * n) is > 0 and <= MaximumElements && RandomTensor.IsModest(result);
        return isUsable && followers.Length > 0 ? random.Of(followers) : null;
    }
}
