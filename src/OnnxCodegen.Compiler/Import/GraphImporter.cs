using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Import;

/// <summary>Runs the lowerings of a model's nodes: from ONNX to a graph of primitives.</summary>
internal sealed class GraphImporter
{
    readonly OnnxModel model;
    readonly Scope scope = new();
    readonly OperatorBinder binder;
    readonly Dictionary<string, Symbol> symbols = new();
    readonly IReadOnlyDictionary<string, long> fixedDims;
    readonly CancellationToken cancellation;
    readonly List<ModelException> problems = new();

    GraphImporter(OnnxModel model, IReadOnlyDictionary<string, long> fixedDims, CancellationToken cancellation)
    {
        this.model = model;
        this.fixedDims = fixedDims;
        this.cancellation = cancellation;
        binder = new OperatorBinder(scope, model.Source);
    }

    /// <summary>Lowers the model's graph; all problems of all nodes are collected.</summary>
    /// <param name="fixedDims">Numbers for free dimensions of the inputs, by symbol.</param>
    /// <exception cref="ModelImportException">The model has problems.</exception>
    public static Graph Import(OnnxModel model, IReadOnlyDictionary<string, long> fixedDims, CancellationToken cancellation = default)
    {
        var importer = new GraphImporter(model, fixedDims, cancellation);
        return importer.Run();
    }

    Graph Run()
    {
        var values = new Dictionary<string, Value?>();
        OnnxGraph graph = model.Graph;
        foreach (TensorData tensor in graph.Initializers)
            values[tensor.Name] = scope.Constant(TensorDecoder.Literal(tensor, model.Source));
        var inputs = new List<Value>();
        foreach (OnnxValueInfo input in graph.RequiredInputs)
        {
            values[input.Name] = null;
            Try(input.Name, "input", () =>
            {
                Value value = scope.Add(new Parameter(input.Name, TypeOf(input)));
                values[input.Name] = value;
                inputs.Add(value);
            });
        }
        foreach (OnnxNode node in graph.Nodes)
        {
            cancellation.ThrowIfCancellationRequested();
            Import(node, values);
        }
        GraphOutput[] outputs = problems.Count > 0
            ? Array.Empty<GraphOutput>()
            : graph.Outputs.Select(o => new GraphOutput(o.Name, Lookup(values, o.Name)!)).ToArray();
        if (problems.Count > 0)
            throw new ModelImportException(problems);
        return new Graph(graph.Name, inputs, outputs);
    }

    void Import(OnnxNode node, Dictionary<string, Value?> values)
    {
        IReadOnlyList<Value>? results = null;
        // A node that reads the result of a failed one is passed over: its problem is already told.
        if (!node.Inputs.Any(name => name.Length > 0 && values.TryGetValue(name, out Value? value) && value is null))
        {
            Try(node.DisplayName, node.DisplayOperator, () =>
            {
                scope.Provenance = node.DisplayName;
                results = binder.Lower(node, node.Inputs.Select(name => name.Length == 0 ? null : Lookup(values, name)).ToArray());
            });
        }
        for (int i = 0; i < node.Outputs.Count; i++)
        {
            if (node.Outputs[i].Length > 0)
                values[node.Outputs[i]] = results is not null && i < results.Count ? results[i] : null;
        }
    }

    void Try(string node, string @operator, Action action)
    {
        try
        {
            action();
        }
        catch (ModelException exception)
        {
            problems.Add(exception.AtNode(node, @operator).InModel(model.Source.Path));
        }
        catch (Exception exception) when (exception is OverflowException or IndexOutOfRangeException or ArgumentException
            or InvalidOperationException or InvalidCastException or NullReferenceException or KeyNotFoundException)
        {
            problems.Add(new ModelException($"The node does not follow the standard ({exception.Message})", exception)
                .AtNode(node, @operator).InModel(model.Source.Path));
        }
    }

    static Value? Lookup(Dictionary<string, Value?> values, string name) =>
        values.TryGetValue(name, out Value? value) ? value : throw new ModelException($"The value '{name}' is read but never made.");

    ValueType TypeOf(OnnxValueInfo input) => input.Type is { } type
        ? TypeOf(type, input.Name)
        : throw new ModelException($"The type of the input '{input.Name}' is not declared.");

    ValueType TypeOf(OnnxType type, string name) => type switch
    {
        OnnxType.Tensor { Dims: { } dims } tensor => new TensorType(
            tensor.Element, new Shape(dims.Select((dim, axis) => DimOf(dim, name, axis)))),
        OnnxType.Tensor => throw new ModelException($"The rank of '{name}' is not declared; ranks must be known when compiling."),
        OnnxType.Sequence sequence => new SequenceType(TypeOf(sequence.Element, name)),
        OnnxType.Optional optional => new OptionalType(TypeOf(optional.Element, name)),
        OnnxType.Map map => new MapType(map.Key, TypeOf(map.Value, name)),
        _ => throw new ModelException(DiagnosticCode.UnsupportedType, $"The type of '{name}' is not supported."),
    };

    Dim DimOf(OnnxDim dim, string name, int axis)
    {
        if (dim.Length is { } length && length >= 0)
            return length;
        string symbol = string.IsNullOrEmpty(dim.Symbol) ? $"{name}.{axis}" : dim.Symbol!;
        if (fixedDims.TryGetValue(symbol, out long value))
            return value;
        if (!symbols.TryGetValue(symbol, out Symbol? known))
        {
            known = new Symbol(symbol, 0, Symbol.MaximumLength);
            symbols.Add(symbol, known);
        }
        return Dim.Of(known);
    }
}
