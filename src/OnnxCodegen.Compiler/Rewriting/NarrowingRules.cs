using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Rewriting;

/// <summary>Rules that keep the results of operators on halves in float until something needs the halves: neither is time spent on
/// conversions nor is accuracy lost between operators.</summary>
internal static class NarrowingRules
{
    /// <summary>A narrow result that several read, some of them widening it, is narrowed from a wide one, which these can read.</summary>
    public static Value? KeepWide(Node node, IReadOnlyList<Value> inputs, RewriteContext context)
    {
        if (node.Primitive is not Map map || context.Precision == Precision.Exact || context.Uses(node.Output) < 2
            || WideOf(map) is not { } wide || wide is ScalarInput || !context.Readers(node.Output).Any(reader => reader.Primitive is Map || reader.Primitive.IsMovement))
        {
            return null;
        }
        return Narrowed(node, wide.Type, map.Expression.Type, node.Scope.Add(new Map(wide, map.Shape), inputs.ToArray()));
    }

    /// <summary>Movement of narrowed values narrows what it has moved.</summary>
    public static Value? MoveWide(Node node, IReadOnlyList<Value> inputs, RewriteContext context)
    {
        if (!node.Primitive.IsMovement || context.Precision == Precision.Exact || !IsHalf(node.Output.ElementType)
            || inputs[0].Producer.Primitive is not Map first || WideOf(first) is not { Type: var type })
        {
            return null;
        }
        var moved = new Value[inputs.Count];
        for (int i = 0; i < inputs.Count; i++)
        {
            if ((inputs[i].ElementType == node.Output.ElementType ? Wide(inputs[i], type, context) : inputs[i]) is not { } wide)
                return null;
            moved[i] = wide;
        }
        return Narrowed(node, type, node.Output.ElementType, node.Scope.Add(node.Primitive, moved));
    }

    /// <summary>Whether a Map does nothing but narrow its input.</summary>
    public static bool IsNarrowing(Map map) => WideOf(map) is ScalarInput;

    /// <summary>The wide form of a value that is narrowed, or of a weight; null where there is none at hand.</summary>
    static Value? Wide(Value value, ElementType type, RewriteContext context)
    {
        if (value.Producer.Primitive is not Map map || WideOf(map) is not { } wide || wide.Type != type)
            return context.IsWeight(value) ? Algebra.Cast(value, type) : null;
        if (wide is ScalarInput && value.Producer.Inputs[0].Shape.Equals(value.Shape))
            return value.Producer.Inputs[0];
        return context.Uses(value) == 1 ? value.Scope.Add(new Map(wide, map.Shape), value.Producer.Inputs.ToArray()) : null;
    }

    static Value Narrowed(Node node, ElementType wide, ElementType narrow, Value value) =>
        node.Scope.Add(new Map(ScalarExpr.Cast(ScalarExpr.Input(0, wide), narrow), value.Shape), value);

    /// <summary>What the function of a Map narrows at last.</summary>
    static ScalarExpr? WideOf(Map map) =>
        map.Expression is ScalarApply { Operation: ScalarOperation.Cast } cast && IsHalf(cast.Type) && cast.Arguments[0].Type is (ElementType.Float or ElementType.Double)
            ? cast.Arguments[0]
            : null;

    static bool IsHalf(ElementType type) => type is ElementType.Float16 or ElementType.BFloat16;
}
