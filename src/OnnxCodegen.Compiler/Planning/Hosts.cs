using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Lets a value be computed where a concatenation or a padding that reads it needs it, so that neither copies.</summary>
internal sealed class Hosts
{
    readonly Dictionary<Node, Access> made = new();
    readonly HashSet<(Value, Node)> placed = new();

    /// <summary>The memory that was made for a node before it was reached.</summary>
    public Access? Of(Node node) => made.TryGetValue(node, out Access? access) ? access : null;

    /// <summary>Whether the value was computed in the memory of the node.</summary>
    public bool IsPlaced(Value value, Node host) => placed.Contains((value, host));

    /// <summary>A place for the value inside the memory of a node that reads it, or null.</summary>
    /// <param name="order">The order of memory that the value's kernel wants; null for row-major.</param>
    public Access? TryPlace(Value value, IReadOnlyList<int>? order, PlanBuilder plan)
    {
        foreach (Node reader in plan.Uses.Of(value))
        {
            Dim? axisStart = null;
            if (!CanHost(reader, value, plan) || !plan.Knows(reader.Output.Shape) || (reader.Primitive is Concat && (axisStart = StartOf(reader, value)) is null))
                continue;
            if (!made.TryGetValue(reader, out Access? host))
            {
                host = plan.Allocate(reader.Output, order);
                made.Add(reader, host);
                if (reader.Primitive is Pad border)
                    FillBorder(border, reader, host, plan);
            }
            placed.Add((value, reader));
            Dim offset = reader.Primitive is Pad pad
                ? pad.Low.Select((low, axis) => low * host.Strides[axis]).Aggregate(host.Offset, (sum, d) => sum + d)
                : host.Offset + (axisStart! * host.Strides[((Concat)reader.Primitive).Axis]);
            return host with { Offset = offset };
        }
        return null;
    }

    /// <summary>Writes the value that surrounds the padded tensor.</summary>
    public static void FillBorder(Pad pad, Node node, Access result, PlanBuilder plan)
    {
        Value value = node.Inputs[1];
        ScalarExpr element = value.Literal?.Read().Data.GetValue(0) switch
        {
            double number => ScalarExpr.Literal(value.ElementType, number),
            long number => ScalarExpr.Literal(value.ElementType, number),
            string text => ScalarExpr.Literal(text),
            _ => ScalarExpr.Input(0, value.ElementType),
        };
        if (pad.Interior.All(i => i == Dim.Zero) && pad.Low.Concat(pad.High).All(d => d.IsConstant && d.Value >= 0))
        {
            foreach ((Shape shape, Access slab) in Frames.Of(pad, node.Output.Shape, result))
                Fill(element, value, shape, slab, plan);
            return;
        }
        Fill(element, value, node.Output.Shape, result, plan);
    }

    static void Fill(ScalarExpr element, Value value, Shape shape, Access target, PlanBuilder plan) => plan.Add(element is ScalarLiteral literal
        ? new FillCall(literal, shape, target)
        : new ScalarLoop(element, shape, new[] { Accesses.Broadcast(plan[value], value.Shape, shape) }, target));

    bool CanHost(Node reader, Value value, PlanBuilder plan) => reader.Primitive switch
    {
        Pad pad => ReferenceEquals(reader.Inputs[0], value) && !placed.Any(p => ReferenceEquals(p.Item2, reader))
            && pad.Interior.All(i => i == Dim.Zero) && pad.Low.Concat(pad.High).All(d => d.IsConstant && d.Value >= 0)
            && (reader.Inputs[1].Literal is not null || plan.Has(reader.Inputs[1])),
        Concat => reader.Inputs.Count(i => ReferenceEquals(i, value)) == 1 && !plan.Uses.IsResult(value),
        _ => false,
    };

    static Dim? StartOf(Node reader, Value value)
    {
        Dim start = Dim.Zero;
        foreach (Value input in reader.Inputs)
        {
            if (ReferenceEquals(input, value))
                return start;
            start += input.Shape[((Concat)reader.Primitive).Axis];
        }
        return null;
    }
}
