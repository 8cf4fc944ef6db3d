using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Derivatives of a value of the graph with respect to others.</summary>
[Domain("ai.onnx.preview.training")]
internal static class Gradients
{
    /// <summary>The gradients of the sum of y with respect to each of <paramref name="xs"/>, at the values that are given.</summary>
    /// <param name="inputs">The values for <paramref name="xs"/> and then for <paramref name="zs"/>.</param>
    /// <param name="xs">The names of values on which y depends.</param>
    /// <param name="y">The name of the value that is differentiated.</param>
    /// <param name="zs">The names of further values on which y depends.</param>
    [Operator, Since(1)]
    public static IReadOnlyList<Value> Gradient(NamedValues named, IReadOnlyList<Value> inputs, string[] xs, string y, string[]? zs = null)
    {
        string[] names = xs.Concat(zs ?? []).ToArray();
        if (names.Length != inputs.Count)
            throw new ModelException($"{names.Length} values are named, but {inputs.Count} are given.");
        var given = new Dictionary<Value, Value>();
        for (int i = 0; i < names.Length; i++)
            given[named(names[i])] = inputs[i];
        return Of(named(y), given, inputs.Take(xs.Length).ToArray());
    }

    static Value[] Of(Value y, Dictionary<Value, Value> values, Value[] xs)
    {
        Node[] path = Path(y, values);
        foreach (Node node in path)
            Evaluate(node, values);
        Value result = Substitute(y, values);
        var gradients = new Dictionary<Value, Value> { [result] = Fill(y.Scope, y.Shape, ScalarExpr.Literal(y.ElementType, 1)) };
        foreach (Node node in path.Reverse())
        {
            if (!gradients.TryGetValue(Substitute(node.Output, values), out Value? gradient))
                continue;
            Value[] inputs = node.Inputs.Select(input => Substitute(input, values)).ToArray();
            Value[] outputs = node.Outputs.Select(output => Substitute(output, values)).ToArray();
            IReadOnlyList<Value?> parts = Adjoints.Of(node.Primitive, inputs, outputs, gradient);
            for (int i = 0; i < inputs.Length; i++)
                if (parts[i] is { } part)
                    gradients[inputs[i]] = gradients.TryGetValue(inputs[i], out Value? others) ? others + part : part;
        }
        return xs.Select(x => gradients.TryGetValue(x, out Value? gradient) ? gradient : Fill(x.Scope, x.Shape, ScalarExpr.Literal(x.ElementType, 0))).ToArray();
    }

    /// <summary>The nodes from the given values to y, in order.</summary>
    static Node[] Path(Value y, Dictionary<Value, Value> given)
    {
        var reached = new HashSet<Value>(given.Keys);
        var path = new List<Node>();
        foreach (Node node in TopologicalOrder.Of([], [y]))
        {
            if (node.Outputs.Any(given.ContainsKey) || !node.Inputs.Any(reached.Contains))
                continue;
            path.Add(node);
            reached.UnionWith(node.Outputs);
        }
        return path.ToArray();
    }

    /// <summary>Makes a node again where its inputs have other values.</summary>
    static void Evaluate(Node node, Dictionary<Value, Value> values)
    {
        Value[] inputs = node.Inputs.Select(input => Substitute(input, values)).ToArray();
        IReadOnlyList<Value> results = inputs.SequenceEqual(node.Inputs) ? node.Outputs : node.Scope.AddNode(node.Primitive, inputs);
        for (int i = 0; i < results.Count; i++)
            values[node.Outputs[i]] = results[i];
    }

    static Value Substitute(Value value, Dictionary<Value, Value> values) => values.TryGetValue(value, out Value? other) ? other : value;
}
