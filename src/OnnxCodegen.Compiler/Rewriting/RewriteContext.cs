using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Rewriting;

/// <summary>What rules know of the graph around a node.</summary>
internal sealed class RewriteContext
{
    readonly Dictionary<Value, int> uses = new();
    readonly Dictionary<Value, List<Node>> readers = new();
    readonly Dictionary<Application, Node> settled = new();
    readonly Dictionary<Node, bool> weightWork = new();
    readonly HashSet<Node> done = new();

    public RewriteContext(Graph graph, Precision precision, bool isLate = false)
    {
        Precision = precision;
        IsLate = isLate;
        foreach (Node node in graph.Nodes)
        {
            foreach (Value value in node.Inputs)
            {
                Count(value);
                if (!readers.TryGetValue(value, out List<Node>? list))
                    readers.Add(value, list = new List<Node>());
                list.Add(node);
            }
        }
        foreach (GraphOutput output in graph.Outputs)
            Count(output.Value);
    }

    public Precision Precision { get; }

    /// <summary>Whether the rules that come late are tried.</summary>
    public bool IsLate { get; }

    /// <summary>How many inputs of nodes and results of the graph a value is. Values that rules make on their way count as used once.</summary>
    public int Uses(Value value) => uses.TryGetValue(value, out int count) ? count : 1;

    /// <summary>Whether nothing reads the value, not even its elements as sizes.</summary>
    public bool IsUnused(Value value) => !uses.ContainsKey(value) && !value.Scope.IsBound(value);

    /// <summary>The nodes that read a value of the graph as it was before this pass.</summary>
    public IReadOnlyList<Node> Readers(Value value) => readers.TryGetValue(value, out List<Node>? list) ? list : System.Array.Empty<Node>();

    /// <summary>Gives the users of a value to the one that replaces it, beside those that this one has.</summary>
    public void Replace(Value replaced, Value replacement) =>
        uses[replacement] = Uses(replaced) + (IsSettled(replacement.Producer) && uses.TryGetValue(replacement, out int count) ? count : 0);

    /// <summary>Notes a node to which no rule applies any more.</summary>
    public void Settle(Node node)
    {
        done.Add(node);
        if (SharingRules.IsShareable(node.Primitive))
            settled[new Application(node.Primitive, node.Inputs)] = node;
    }

    public bool IsSettled(Node node) => done.Contains(node);

    /// <summary>The node that applies the same primitive to the same inputs, where there is one.</summary>
    public Node? Find(Primitive primitive, IReadOnlyList<Value> inputs) =>
        settled.TryGetValue(new Application(primitive, inputs), out Node? node) ? node : null;

    /// <summary>Whether the value is computed from weights alone, once for all calls.</summary>
    public bool IsWeight(Value value)
    {
        var pending = new Stack<Node>();
        pending.Push(value.Producer);
        while (pending.Count > 0)
        {
            Node node = pending.Peek();
            Node[] unknown = weightWork.ContainsKey(node) || !CanBeWeight(node)
                ? System.Array.Empty<Node>()
                : node.Inputs.Select(i => i.Producer).Where(n => !weightWork.ContainsKey(n)).ToArray();
            if (unknown.Length > 0)
            {
                foreach (Node input in unknown)
                    pending.Push(input);
                continue;
            }
            weightWork[pending.Pop()] = CanBeWeight(node) && node.Inputs.All(i => weightWork[i.Producer]);
        }
        return weightWork[value.Producer];
    }

    static bool CanBeWeight(Node node) => node.Primitive is Const
        || (node.Primitive.IsPure && node.Inputs.Count > 0 && !node.Primitive.Symbols.Any()
            && node.Outputs.All(o => o.Type is TensorType { Element: not ElementType.String, Shape.IsConstant: true }));

    void Count(Value value) => uses[value] = uses.TryGetValue(value, out int count) ? count + 1 : 1;
}

/// <summary>A primitive and what it is applied to.</summary>
internal readonly struct Application(Primitive primitive, IReadOnlyList<Value> inputs) : System.IEquatable<Application>
{
    readonly Primitive primitive = primitive;
    readonly IReadOnlyList<Value> inputs = inputs;

    public bool Equals(Application other) => inputs.SequenceEqual(other.inputs) && primitive.Equals(other.primitive);

    public override bool Equals(object? obj) => obj is Application other && Equals(other);

    public override int GetHashCode() => inputs.Aggregate(primitive.GetHashCode(), (hash, input) => unchecked((hash * 31) + input.GetHashCode()));
}
