using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Import;

/// <summary>Runs the lowerings of a graph's nodes: from ONNX to a graph of primitives.</summary>
internal sealed class GraphImporter
{
    /// <summary>What follows an If that is split is lowered twice and more.</summary>
    const int MaximumSplits = 4;

    /// <summary>A message names so many of a node's inputs.</summary>
    const int DescribedInputs = 16;

    readonly ModelSource source;
    readonly ValueNames names;
    readonly OperatorBinder binder;
    readonly CancellationToken cancellation;
    readonly List<ModelException> problems = new();
    readonly int splits;

    /// <param name="splits">How many Ifs around have taken in what follows them.</param>
    GraphImporter(ModelSource source, ValueNames names, CancellationToken cancellation, int splits = 0)
    {
        this.splits = splits;
        this.source = source;
        this.names = names;
        this.cancellation = cancellation;
        binder = new OperatorBinder(names.Scope, source, SubgraphOf, names.Find);
    }

    Scope Scope => names.Scope;

    /// <summary>Lowers the model's graph; all problems of all nodes are collected.</summary>
    /// <param name="fixedDims">Numbers for free dimensions of the inputs, by symbol.</param>
    /// <exception cref="ModelImportException">The model has problems.</exception>
    public static Graph Import(OnnxModel model, IReadOnlyDictionary<string, long> fixedDims, CancellationToken cancellation = default)
    {
        var importer = new GraphImporter(model.Source, new ValueNames(new Scope(cancellation), null), cancellation);
        var types = new InputTypes(fixedDims);
        var inputs = new List<Value>();
        foreach (OnnxValueInfo input in model.Graph.RequiredInputs)
        {
            importer.names[input.Name] = null;
            importer.Try(input.Name, "input", () =>
            {
                Value value = importer.Scope.Add(new Parameter(input.Name, types.Of(input)));
                importer.names[input.Name] = value;
                inputs.Add(value);
            });
        }
        IReadOnlyList<Value> outputs = importer.Run(model.Graph);
        for (int i = 0; i < outputs.Count; i++)
            CheckType(model.Graph.Outputs[i], outputs[i]);
        return new Graph(model.Graph.Name, inputs, model.Graph.Outputs.Select((output, i) => new GraphOutput(output.Name, outputs[i])).ToArray());
    }

    /// <summary>The element type of an output is that which the model declares.</summary>
    static void CheckType(OnnxValueInfo output, Value value)
    {
        if (output.Type is OnnxType.Tensor { Element: not ElementType.Undefined and var declared } && value.Type is TensorType { Element: var element } && element != declared)
            throw new ModelException($"The output '{output.Name}' is declared as a tensor of {declared.OnnxName()}, but it has elements of {element.OnnxName()}.");
    }

    /// <summary>The graph of an attribute, which sees the values that are named by now.</summary>
    Subgraph SubgraphOf(OnnxGraph graph) => (scope, inputs) =>
    {
        OnnxValueInfo[] required = graph.RequiredInputs.ToArray();
        if (required.Length != inputs.Count)
            throw new ModelException($"The graph '{graph.Name}' takes {required.Length} inputs, but {inputs.Count} are given.");
        var importer = new GraphImporter(source, new ValueNames(scope, names), cancellation, splits);
        for (int i = 0; i < required.Length; i++)
            importer.names[required[i].Name] = inputs[i];
        return importer.Run(graph);
    };

    /// <summary>Lowers the nodes of a graph whose inputs are named already.</summary>
    IReadOnlyList<Value> Run(OnnxGraph graph)
    {
        foreach (TensorData tensor in graph.Initializers)
        {
            Scope.BeginInitializer(tensor.Name);
            names[tensor.Name] = TensorDecoder.Constant(tensor, source, Scope);
        }
        return RunFrom(graph, 0);
    }

    /// <summary>Lowers the nodes of a graph from a position on.</summary>
    IReadOnlyList<Value> RunFrom(OnnxGraph graph, int position)
    {
        for (; position < graph.Nodes.Count; position++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Import(graph.Nodes[position]) is { } choice)
                return RunInBranches(graph, position, choice);
        }
        return problems.Count > 0
            ? throw new ModelImportException(problems)
            : graph.Outputs.Select(output => names.Find(output.Name)!).ToArray();
    }

    /// <summary>Makes the nodes behind an If part of its branches. A branch in which they cannot be lowered is never taken by a model that
    /// works: the other one stands alone, and a check holds the condition to it.</summary>
    IReadOnlyList<Value> RunInBranches(OnnxGraph graph, int position, RanksDifferException choice)
    {
        IReadOnlyList<Value> Rest(Scope scope, Func<Scope, IReadOnlyList<Value>> branch)
        {
            var importer = new GraphImporter(source, new ValueNames(scope, names), cancellation, splits + 1);
            IReadOnlyList<string> results = graph.Nodes[position].Outputs;
            IReadOnlyList<Value> values = branch(scope);
            for (int i = 0; i < results.Count; i++)
                importer.names[results[i]] = values[i];
            return importer.RunFrom(graph, position + 1);
        }

        bool CanBe(Func<Scope, IReadOnlyList<Value>> branch)
        {
            try
            {
                Rest(Scope.Inner(), branch);
                return true;
            }
            catch (ModelImportException)
            {
                return false;
            }
        }

        bool then = CanBe(choice.Then);
        bool otherwise = CanBe(choice.Otherwise);
        if (then && otherwise)
        {
            IReadOnlyList<Value> results = [];
            OnnxNode node = graph.Nodes[position];
            Try(node.DisplayName, node.DisplayOperator, () =>
                results = Conditional.Of(choice.Condition, scope => Rest(scope, choice.Then), scope => Rest(scope, choice.Otherwise), holds: true));
            return problems.Count > 0 ? throw new ModelImportException(problems) : results;
        }
        if (then != otherwise)
            Scope.Demand(choice.Condition, then ? 1 : 0, "The other branch would give results that the nodes behind cannot read");
        return Rest(Scope, then ? choice.Then : choice.Otherwise);
    }

    /// <summary>Lowers a node.</summary>
    /// <returns>Null, or an If whose results cannot stand outside of its branches.</returns>
    RanksDifferException? Import(OnnxNode node)
    {
        RanksDifferException? choice = null;
        IReadOnlyList<Value>? results = null;
        // A node that reads the result of a failed one is passed over: its problem is already told.
        if (node.Inputs.All(name => name.Length == 0 || !names.IsFailed(name)))
        {
            Try(node.DisplayName, node.DisplayOperator, () =>
            {
                Scope.Begin(node.DisplayName);
                try
                {
                    results = binder.Lower(node, node.Inputs.Select(name => name.Length == 0 ? null : names.Find(name)).ToArray());
                }
                catch (RanksDifferException exception) when (splits < MaximumSplits && ReferenceEquals(exception.Condition.Scope, Scope))
                {
                    choice = exception;
                }
            }, () => Described(node));
        }
        for (int i = 0; i < node.Outputs.Count; i++)
        {
            if (node.Outputs[i].Length > 0)
                names[node.Outputs[i]] = results is not null && i < results.Count ? results[i] : null;
        }
        return choice;
    }

    /// <summary>The tensors that a node reads, for messages.</summary>
    string Described(OnnxNode node) => string.Join(", ", node.Inputs.Where(name => name.Length > 0).Take(DescribedInputs)
        .Select(name => names.Find(name) is { } value ? $"'{name}' {value.Type}" : $"'{name}'"));

    /// <param name="tensors">What the node reads.</param>
    void Try(string node, string @operator, Action action, Func<string>? tensors = null)
    {
        try
        {
            action();
        }
        catch (ModelImportException exception)
        {
            problems.AddRange(exception.Problems);
        }
        catch (Exception exception) when (Problem(exception) is { } problem)
        {
            problems.Add(problem.AtNode(node, @operator, tensors?.Invoke() ?? string.Empty).InModel(source.Path));
        }
    }

    static ModelException? Problem(Exception exception) => exception switch
    {
        ModelException problem => problem,
        RanksDifferException => new ModelException(exception.Message, exception),
        _ => Reason(exception) is { } reason ? new ModelException(reason, exception) : null,
    };

    /// <summary>What a lowering stumbled over; null where it is no property of the model.</summary>
    static string? Reason(Exception exception) => exception switch
    {
        IndexOutOfRangeException or ArgumentOutOfRangeException => "An input has fewer axes, or an attribute fewer elements, than the operator reads.",
        InvalidCastException or ArrayTypeMismatchException => "An input or an attribute has a type that the operator does not take.",
        OverflowException => "A size is larger than a tensor can be.",
        DivideByZeroException => "A size is divided by zero.",
        NullReferenceException => "An input or an attribute that the operator needs is missing.",
        ArgumentException or InvalidOperationException or KeyNotFoundException or FormatException => $"The node does not follow the standard ({exception.Message}).",
        _ => null,
    };
}
