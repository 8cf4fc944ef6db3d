using System;
using System.Collections.Generic;
using System.Linq;
using Google.Protobuf;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Differential.Tests;

/// <summary>A graph that grows node by node. What its nodes read besides one another is an input, with fixed or free dims, or a weight, as chance has it.</summary>
internal sealed class RandomGraph(Random random, int opset)
{
    const double Range = 4;

    readonly GraphProto graph = new() { Name = "random" };
    readonly double freedom = random.Of(0, 0.5, 1);
    readonly bool sharesSymbols = random.Coin();

    public Random Random { get; } = random;

    public int Opset { get; } = opset;

    /// <summary>The operators of the nodes, with their domains.</summary>
    public IEnumerable<(string Domain, string Name)> Operators => graph.Node.Select(node => (node.Domain, node.OpType));

    /// <summary>The contents of the inputs.</summary>
    public List<TensorProto> Inputs { get; } = [];

    /// <summary>The inputs in whose memory outputs are written, by the outputs' names.</summary>
    public Dictionary<string, string> Shared { get; } = [];

    public IEnumerable<string> Outputs => graph.Output.Select(output => output.Name);

    public ModelProto Model => new()
    {
        IrVersion = 10,
        OpsetImport =
        {
            new OperatorSetIdProto { Domain = string.Empty, Version = Opset },
            graph.Node.Select(node => node.Domain).Where(domain => domain.Length > 0).Distinct().Select(domain => new OperatorSetIdProto { Domain = domain, Version = VersionOf(domain) }),
        },
        Graph = graph.Clone(),
    };

    /// <summary>The version of a further operator set: that of ai.onnx.ml which has the operator for all trees, or that which has one for each kind.</summary>
    long VersionOf(string domain) => domain != "ai.onnx.ml" ? 1 : graph.Node.Any(node => node.OpType == "TreeEnsemble") ? 5 : 3;

    public Operand Tensor(ElementType type, long[] dims, double low = -Range, double high = Range, bool hasFreeDims = true) =>
        Add(RandomTensor.Of(Random, type, dims, low, high), Random.Coin(0.6), hasFreeDims);

    public Operand Floats(params long[] dims) => Tensor(ElementType.Float, dims);

    /// <summary>A vector of int64 with the given elements.</summary>
    public Operand Integers(params long[] elements) =>
        Add(RandomTensor.Of(ElementType.Int64, [elements.Length], [.. elements.Select(e => (double)e)]), Random.Coin(0.3), hasFreeDims: false);

    /// <summary>Indices whose dims are fixed, as the length of the last axis decides ranks.</summary>
    public Operand Tuples(long[] dims, long length) =>
        Add(RandomTensor.Of(Random, ElementType.Int64, dims, -length, length - 1), Random.Coin(), hasFreeDims: false);

    public Operand Scalar(ElementType type, double value) => Add(RandomTensor.Of(type, [], value), Random.Coin(0.3));

    public Operand Texts(long[] dims, params string[] words) =>
        Add(RandomTensor.Texts(dims, Random.Several(checked((int)dims.Aggregate(1L, (product, n) => product * n)), () => Random.Of(words))), Random.Coin(0.6));

    /// <summary>A weight.</summary>
    public Operand Constant(TensorProto tensor) => Add(tensor, isInput: false);

    /// <summary>An input of the graph, never a weight.</summary>
    public Operand Input(ElementType type, long[] dims) => Add(RandomTensor.Of(Random, type, dims, -Range, Range), isInput: true);

    /// <summary>Adds a node whose results are the graph's outputs, with or without the earlier ones.</summary>
    /// <param name="operator">The operator's name, with its domain in front where that is not the standard's.</param>
    /// <param name="inputs">The operands; null for one that is left out.</param>
    /// <returns>The results, whose types and dims are not known.</returns>
    public Operand[] Node(string @operator, Operand?[] inputs, Attributes attributes, int outputs = 1)
    {
        Operand[] results = Inner(@operator, inputs, attributes, outputs);
        if (Random.Coin(0.7))
            graph.Output.Clear();
        graph.Output.Add(results.Select(result => new ValueInfoProto { Name = result.Name }));
        return results;
    }

    public Operand[] Node(string @operator, params Operand?[] inputs) => Node(@operator, inputs, []);

    /// <summary>Makes ONNX Runtime write an output in the memory of an input.</summary>
    public void Share(Operand output, Operand input) => Shared.Add(output.Name, input.Name);

    /// <summary>Adds a node whose one result is read by later nodes alone: a sequence, or one that is left to chance.</summary>
    public Operand Inner(string @operator, Operand?[] inputs, Attributes attributes) => Inner(@operator, inputs, attributes, 1)[0];

    public Operand Inner(string @operator, params Operand?[] inputs) => Inner(@operator, inputs, []);

    /// <summary>Adds a node whose results are read by later nodes alone.</summary>
    public Operand[] Inner(string @operator, Operand?[] inputs, Attributes attributes, int outputs)
    {
        int dot = @operator.LastIndexOf('.');
        var node = new NodeProto { Domain = @operator[..Math.Max(dot, 0)], OpType = @operator[(dot + 1)..], Input = { inputs.Select(i => i?.Name ?? string.Empty) } };
        for (int i = 0; i < outputs; i++)
            node.Output.Add($"y{graph.Node.Count}_{i}");
        node.Attribute.Add(attributes.Protos());
        graph.Node.Add(node);
        return [.. node.Output.Select(name => new Operand(name, ElementType.Undefined, []))];
    }

    /// <summary>Declares the element types of the outputs.</summary>
    public void Declare(IEnumerable<Operand> outputs)
    {
        foreach ((ValueInfoProto declared, Operand output) in graph.Output.Zip(outputs))
            declared.Type = new TypeProto { TensorType = new() { ElemType = (int)output.Type } };
    }

    Operand Add(TensorProto tensor, bool isInput, bool hasFreeDims = true)
    {
        tensor.Name = (isInput ? "x" : "w") + (graph.Input.Count + graph.Initializer.Count);
        if (isInput)
        {
            graph.Input.Add(new ValueInfoProto
            {
                Name = tensor.Name,
                Type = new TypeProto { TensorType = new() { ElemType = tensor.DataType, Shape = Declared(tensor, hasFreeDims ? freedom : 0) } },
            });
            Inputs.Add(tensor);
        }
        else
        {
            graph.Initializer.Add(tensor);
        }
        return new Operand(tensor.Name, (ElementType)tensor.DataType, [.. tensor.Dims]);
    }

    TensorShapeProto Declared(TensorProto tensor, double probability) => new()
    {
        Dim =
        {
            tensor.Dims.Select((length, axis) => Random.Coin(probability)
                ? new TensorShapeProto.Types.Dimension { DimParam = sharesSymbols ? $"n{length}" : $"{tensor.Name}_{axis}" }
                : new TensorShapeProto.Types.Dimension { DimValue = length }),
        },
    };
}
