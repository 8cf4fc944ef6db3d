using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace OnnxCodegen.Compiler.Import;

/// <summary>Puts the bodies of a model's functions in the place of their calls.</summary>
internal sealed class FunctionInliner
{
    /// <summary>Calls and graphs nest at most so deep.</summary>
    const int MaximumDepth = 100;

    /// <summary>Functions that call others twice at every level grow without bound.</summary>
    const int MaximumNodes = 1_000_000;

    readonly Dictionary<(string Domain, string Name, string Overload), OnnxFunction> functions = new();
    readonly UniqueNames names;
    readonly CancellationToken cancellation;
    int nodeCount;

    FunctionInliner(OnnxModel model, CancellationToken cancellation)
    {
        foreach (OnnxFunction function in model.Functions)
            functions[(function.Domain, function.Name, function.Overload)] = function;
        names = new UniqueNames(model.Graph);
        this.cancellation = cancellation;
    }

    /// <summary>The model without functions: a function of the model goes before an operator of the same domain and name.</summary>
    /// <exception cref="ModelException">A function calls itself, or a call does not fit its function.</exception>
    public static OnnxModel Inline(OnnxModel model, CancellationToken cancellation = default)
    {
        if (model.Functions.Count == 0)
            return model;
        try
        {
            var inliner = new FunctionInliner(model, cancellation);
            OnnxGraph graph = inliner.Expand(model.Graph, new InliningScope(null, null, 0));
            return model with { Graph = graph, Functions = [] };
        }
        catch (ModelException exception)
        {
            throw exception.InModel(model.Source.Path);
        }
    }

    OnnxGraph Expand(OnnxGraph graph, InliningScope scope)
    {
        if (scope.Depth > MaximumDepth)
            throw new ModelException($"Function calls and graphs nest more than {MaximumDepth} deep.");
        Define(graph.Names(), scope);
        var nodes = new List<OnnxNode>(graph.Nodes.Count);
        Expand(graph.Nodes, scope, nodes);
        return graph with
        {
            Inputs = graph.Inputs.Select(scope.Translate).ToArray(),
            Outputs = graph.Outputs.Select(scope.Translate).ToArray(),
            Values = graph.Values.Select(scope.Translate).ToArray(),
            Initializers = graph.Initializers.Select(scope.Translate).ToArray(),
            Nodes = nodes,
        };
    }

    void Expand(IReadOnlyList<OnnxNode> nodes, InliningScope scope, List<OnnxNode> expanded)
    {
        foreach (OnnxNode node in nodes)
        {
            cancellation.ThrowIfCancellationRequested();
            if (++nodeCount > MaximumNodes)
                throw new ModelException($"The model has more than {MaximumNodes} nodes when its functions are inlined.");
            OnnxNode translated = Translate(node, scope);
            if (functions.TryGetValue((node.Domain, node.Operator, node.Overload), out OnnxFunction? function))
                ExpandCall(translated, function, scope, expanded);
            else
                expanded.Add(translated);
        }
    }

    void ExpandCall(OnnxNode node, OnnxFunction function, InliningScope caller, List<OnnxNode> expanded)
    {
        Check(node, function, caller);
        string prefix = names.Fresh(node.Name.Length > 0 ? node.Name : function.Name);
        var scope = new InliningScope(new FunctionCall(function, prefix, caller.Call), null, caller.Depth + 1);
        for (int i = 0; i < function.Inputs.Count; i++)
            scope.Rename(function.Inputs[i], i < node.Inputs.Count ? node.Inputs[i] : string.Empty);
        List<OnnxNode> copies = BindOutputs(node, function, scope);
        Define(function.Nodes.SelectMany(inner => inner.Outputs), scope);
        BindAttributes(node, function, scope);
        Expand(function.Nodes, scope, expanded);
        expanded.AddRange(copies);
    }

    static void Check(OnnxNode node, OnnxFunction function, InliningScope caller)
    {
        if (caller.Call is not null && caller.Call.IsWithin(function))
            throw At(node, "The function calls itself, which the standard does not allow.");
        if (caller.Depth >= MaximumDepth)
            throw At(node, $"Function calls and graphs nest more than {MaximumDepth} deep.");
        if (node.Inputs.Count > function.Inputs.Count || node.Outputs.Count > function.Outputs.Count)
        {
            throw At(node, $"The call has {node.Inputs.Count} inputs and {node.Outputs.Count} outputs; "
                + $"its function has {function.Inputs.Count} and {function.Outputs.Count}.");
        }
    }

    /// <summary>Names the function's outputs after those of the call; an output that has a name already is copied.</summary>
    static List<OnnxNode> BindOutputs(OnnxNode node, OnnxFunction function, InliningScope scope)
    {
        var copies = new List<OnnxNode>();
        for (int i = 0; i < node.Outputs.Count; i++)
        {
            if (node.Outputs[i].Length == 0)
                continue;
            if (scope.Renames(function.Outputs[i]))
                copies.Add(Identity(scope[function.Outputs[i]], node.Outputs[i], function.OpsetImports));
            else
                scope.Rename(function.Outputs[i], node.Outputs[i]);
        }
        return copies;
    }

    void BindAttributes(OnnxNode node, OnnxFunction function, InliningScope scope)
    {
        Dictionary<string, OnnxAttribute> bound = scope.Call!.Attributes;
        foreach (OnnxAttribute attribute in node.Attributes)
            bound[attribute.Name] = attribute;
        foreach (OnnxAttribute attribute in function.Defaults.Where(attribute => !bound.ContainsKey(attribute.Name)))
            bound.Add(attribute.Name, Translate(attribute, scope));
    }

    void Define(IEnumerable<string> made, InliningScope scope)
    {
        if (scope.Call is not { } call)
            return;
        foreach (string name in made)
        {
            if (name.Length > 0 && !scope.Renames(name))
                scope.Rename(name, names.Fresh(call.Prefix + "/" + name));
        }
    }

    OnnxNode Translate(OnnxNode node, InliningScope scope) => node with
    {
        Name = scope.Call is { } call && node.Name.Length > 0 ? call.Prefix + "/" + node.Name : node.Name,
        Inputs = scope.Translate(node.Inputs),
        Outputs = scope.Translate(node.Outputs),
        Attributes = node.Attributes
            .Select(attribute => Resolve(attribute, node, scope))
            .OfType<OnnxAttribute>()
            .ToArray(),
    };

    /// <summary>The attribute with its value; null when it refers to an attribute that the call does not give.</summary>
    OnnxAttribute? Resolve(OnnxAttribute attribute, OnnxNode node, InliningScope scope)
    {
        if (attribute.Reference is null)
            return Translate(attribute, scope);
        if (scope.Call is null)
            throw At(node, $"The attribute '{attribute.Name}' refers to an attribute of a function, but the node is in none.");
        scope.Call.Attributes.TryGetValue(attribute.Reference, out OnnxAttribute? bound);
        return bound is null ? null : bound with { Name = attribute.Name };
    }

    OnnxAttribute Translate(OnnxAttribute attribute, InliningScope scope) =>
        attribute.WithGraphs(graph => Expand(graph, new InliningScope(scope.Call, scope, scope.Depth + 1)));

    static OnnxNode Identity(string from, string to, OpsetImports imports) => new()
    {
        Name = string.Empty,
        Domain = string.Empty,
        Operator = "Identity",
        Overload = string.Empty,
        Inputs = [from],
        Outputs = [to],
        Attributes = [],
        OpsetImports = imports,
    };

    static ModelException At(OnnxNode node, string reason) => new ModelException(reason).AtNode(node.DisplayName, node.DisplayOperator);
}
