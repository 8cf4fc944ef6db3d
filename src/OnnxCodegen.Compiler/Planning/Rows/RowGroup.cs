using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Reductions of float tensors over the same axes, and elementwise functions of what they fold and of their results. None but
/// the last of their values is read by others.</summary>
/// <param name="Shape">The shape of what is folded.</param>
/// <param name="Reduce">One of the reductions.</param>
/// <param name="Nodes">The members, in order.</param>
internal sealed record RowGroup(Shape Shape, Node Reduce, IReadOnlyList<Node> Nodes, Uses Uses)
{
    const int MaximumNodes = 32;

    /// <summary>The value that the group gives.</summary>
    public Value Result => Nodes[Nodes.Count - 1].Output;

    /// <summary>The axes that are folded.</summary>
    public IReadOnlyList<int> Axes => ((Reduce)Reduce.Primitive).Axes!;

    public IEnumerable<Node> Readers(Value value) => Uses.Of(value);

    /// <summary>Whether a value of the group has one element for each line.</summary>
    public bool IsFolded(Value value) => value.Shape.Equals(Reduce.Output.Shape) && (value.Producer.Primitive is Reduce || !Shape.Equals(Reduce.Output.Shape));

    /// <summary>The group of a reduction alone; null where it is not one of floats over known axes.</summary>
    public static RowGroup? Of(Node node, Uses uses) =>
        node.Primitive is Reduce { Axes: not null, Operation: not (Reduction.And or Reduction.Or) } && node.Output.ElementType == ElementType.Float
            ? new RowGroup(node.Inputs[0].Shape, node, new[] { node }, uses)
            : null;

    /// <summary>The groups around this reduction, from the smallest to the largest.</summary>
    /// <param name="isFree">Whether a node belongs to nothing else.</param>
    public IEnumerable<RowGroup> Grow(Func<Node, bool> isFree)
    {
        var members = new HashSet<Node>(Nodes);
        while (members.Count <= MaximumNodes)
        {
            if (TryClose(members) is { } closed)
                yield return closed;
            HashSet<Node> wide = WithProducers(members, isFree);
            if (wide.Count > members.Count && TryClose(wide) is { } wider)
                yield return wider;
            // The first value that others read decides how the group goes on.
            Value next = Open(members).OrderBy(value => value.Producer.Id).First();
            Node[] readers = Uses.Of(next).Where(reader => !members.Contains(reader)).ToArray();
            if (!Uses.IsRead(next) || readers.Length == 0 || !readers.All(reader => CanJoin(reader, isFree)))
                yield break;
            members.UnionWith(readers);
        }
    }

    IEnumerable<Value> Open(HashSet<Node> members) =>
        members.Select(node => node.Output).Where(value => !Uses.IsRead(value) || !Uses.Of(value).All(members.Contains));

    RowGroup? TryClose(HashSet<Node> members) => Open(members).Count() == 1
        ? this with { Nodes = members.OrderBy(node => node.Id).ToArray() }
        : null;

    /// <summary>The members and the nodes whose values they alone read.</summary>
    HashSet<Node> WithProducers(HashSet<Node> members, Func<Node, bool> isFree)
    {
        var all = new HashSet<Node>(members);
        var pending = new Stack<Node>(members.OrderBy(node => node.Id));
        while (pending.Count > 0)
        {
            foreach (Value input in pending.Pop().Inputs)
            {
                if (Uses.IsRead(input) && CanJoin(input.Producer, isFree) && Uses.Of(input).All(all.Contains) && all.Add(input.Producer))
                    pending.Push(input.Producer);
            }
        }
        return all;
    }

    bool CanJoin(Node node, Func<Node, bool> isFree) => isFree(node) && node.Primitive switch
    {
        Reduce reduce => node.Inputs[0].Shape.Equals(Shape) && Of(node, Uses) is not null && reduce.Reduced.SequenceEqual(((Reduce)Reduce.Primitive).Reduced),
        Map map => (map.Shape.Equals(Shape) || map.Shape.Equals(Reduce.Output.Shape)) && !Shape.Equals(Reduce.Output.Shape)
            && LaneExpression.TryMake(node, null) is not null,
        _ => false,
    };
}
