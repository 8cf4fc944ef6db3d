using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler;

/// <summary>Runs a graph naively, primitive by primitive: what compiled code is compared with.</summary>
internal sealed class GraphEvaluator
{
    readonly Dictionary<Value, Contents> contents = new();
    readonly Dictionary<Symbol, long> sizes = new();
    readonly List<Check> pending;
    readonly Graph graph;
    readonly Scope? scope;
    readonly Func<Symbol, long> around;
    readonly MeaningOf foreign;

    GraphEvaluator(Graph graph, Func<Symbol, long> around, MeaningOf foreign)
    {
        this.graph = graph;
        this.around = around;
        this.foreign = foreign;
        scope = graph.Scope;
        pending = scope?.Checks.ToList() ?? new();
    }

    /// <summary>The meaning of a function that the compiler only knows by name; null where it is unknown here too.</summary>
    public delegate Func<IReadOnlyList<Tensor>, Func<Symbol, long>, IReadOnlyList<Tensor>>? MeaningOf(CallFunction function);

    /// <summary>The outputs of a graph of tensors.</summary>
    /// <param name="inputs">One tensor for each of the graph's inputs, in their order.</param>
    /// <exception cref="ModelException">An input does not fit its declared shape.</exception>
    public static IReadOnlyList<Tensor> Run(Graph graph, IReadOnlyList<Tensor> inputs) =>
        RunAll(graph, inputs).Cast<Tensor>().ToArray();

    /// <summary>The outputs of a graph of tensors, sequences, optionals and maps.</summary>
    /// <param name="inputs">What each of the graph's inputs holds, in their order.</param>
    /// <param name="foreign">The meaning of functions of other packages, for calls outside of loops and branches.</param>
    /// <exception cref="ModelException">The inputs do not fit their declared shapes, one another or the model.</exception>
    public static IReadOnlyList<Contents> RunAll(Graph graph, IReadOnlyList<Contents> inputs, MeaningOf? foreign = null) =>
        new GraphEvaluator(graph, Unknown, foreign ?? (_ => null)).Run(inputs);

    /// <summary>The outputs of a graph within another one.</summary>
    /// <param name="around">The sizes that are known around the graph.</param>
    public static IReadOnlyList<Contents> Run(Graph graph, IReadOnlyList<Contents> inputs, Func<Symbol, long> around) =>
        new GraphEvaluator(graph, around, _ => null).Run(inputs);

    IReadOnlyList<Contents> Run(IReadOnlyList<Contents> inputs)
    {
        for (int i = 0; i < inputs.Count; i++)
            Set(graph.Inputs[i], Scalar(graph.Inputs[i].Type, inputs[i]));
        pending.RemoveAll(IsHeld);
        foreach (Node node in graph.Nodes)
        {
            if (node.Primitive is not Parameter)
                Run(node);
        }
        return graph.Outputs.Select(output => contents[output.Value]).ToArray();
    }

    void Run(Node node)
    {
        Contents[] inputs = node.Inputs.Select(input => contents[input]).ToArray();
        IReadOnlyList<Contents> results = node.Primitive is Call { Function: { Evaluate: null, Run: null } function } && foreign(function) is { } meaning
            ? meaning(inputs.Cast<Tensor>().ToArray(), SizeOf)
            : node.Primitive.Run(inputs, SizeOf, node.Outputs);
        for (int i = 0; i < results.Count; i++)
            Set(node.Outputs[i], results[i]);
        pending.RemoveAll(IsHeld);
    }

    /// <summary>Whether the sizes that a check compares are known; if so they must agree.</summary>
    bool IsHeld(Check check)
    {
        if (!check.Actual.Symbols.Concat(check.Expected.Symbols).All(IsKnown))
            return false;
        return check.Holds(SizeOf)
            ? true
            : throw new ModelException($"{check.Message}: {check.Expected.Evaluate(SizeOf)} is expected, but it is {check.Actual.Evaluate(SizeOf)}.");
    }

    bool IsKnown(Symbol symbol) => scope?.BindingOf(symbol) is { } binding
        ? contents.ContainsKey(binding.Value)
        : sizes.ContainsKey(symbol) || graph.EntrySymbols.Contains(symbol);

    /// <summary>Keeps what a value holds, and the sizes that a tensor's shape tells for the first time.</summary>
    void Set(Value value, Contents held)
    {
        contents[value] = held;
        if (value.Type is TensorType { Shape: var shape })
            Measure(value, shape, (Tensor)held);
    }

    void Measure(Value value, Shape shape, Tensor tensor)
    {
        if (shape.Rank != tensor.Rank)
            throw new ModelException($"{value} of shape {shape} has the rank {tensor.Rank} at run time.");
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if (SymbolOf(shape[axis]) is { } symbol && !sizes.ContainsKey(symbol) && scope?.BindingOf(symbol) is null)
                sizes.Add(symbol, tensor.Dims[axis]);
            else if (shape[axis].Evaluate(SizeOf) is var expected && expected != tensor.Dims[axis])
                throw new ModelException($"Axis {axis} of {value} has the length {tensor.Dims[axis]}, not {shape[axis]} = {expected}.");
        }
    }

    /// <summary>A tensor of one element stands for a scalar.</summary>
    static Contents Scalar(ValueType type, Contents input) =>
        type is TensorType { Shape.Rank: 0 } && input is Tensor { Length: 1 } tensor ? tensor.WithDims([]) : input;

    static Symbol? SymbolOf(Dim dim) =>
        dim.Terms.Count == 1 && dim.Terms[0] is { Coefficient: 1, Factors: { Count: 1 } factors } && factors[0] is SymbolAtom atom
            ? atom.Symbol
            : null;

    long SizeOf(Symbol symbol)
    {
        if (sizes.TryGetValue(symbol, out long size))
            return size;
        if (scope?.BindingOf(symbol) is not { } binding)
            return around(symbol);
        long element = ((Tensor)contents[binding.Value]).Longs[binding.Index];
        return Math.Max(symbol.Minimum, Math.Min(symbol.Maximum, element));
    }

    static long Unknown(Symbol symbol) => throw new InvalidOperationException($"The size {symbol} is not known.");
}
