using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Elementwise functions: by the vector driver where floats hold all elements, else as plain loops.</summary>
internal static class MapPlans
{
    public static void Add(Map map, Node node, PlanBuilder plan)
    {
        Access[] operands = PrimitivePlans.Broadcast(node, plan);
        int[]? order = OrderOfMemory(node, operands);
        Access result = plan.Allocate(node.Output, order);
        if (LaneConversion.TryMake(node) is not { } lane || !new VectorMap(node, lane, operands, result).TryAdd(plan))
            plan.Add(new ScalarLoop(map.Expression, map.Shape, operands, result));
        plan.Place(node.Output, result);
    }

    /// <summary>The order in which the first operand of the result's shape lies, so that all run side by side.</summary>
    static int[]? OrderOfMemory(Node node, Access[] operands)
    {
        for (int i = 0; i < operands.Length; i++)
            if (node.Inputs[i].Shape.Equals(node.Output.Shape) && Order(operands[i], node.Output.Shape) is { } order)
                return order;
        return null;
    }

    /// <summary>The axes by falling stride, where all strides are numbers or tell their order; padding around the tensor is allowed.</summary>
    static int[]? Order(Access access, Shape shape)
    {
        if (Accesses.DenseOrder(access, shape) is { } dense)
            return dense;
        if (!access.Strides.All(s => s.IsConstant && s.Value >= 0))
            return null;
        return Enumerable.Range(0, shape.Rank).OrderByDescending(a => access.Strides[a].Value).ToArray();
    }
}
