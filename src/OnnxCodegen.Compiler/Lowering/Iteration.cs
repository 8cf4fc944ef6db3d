using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler;

/// <summary>What a run of a loop gives.</summary>
/// <param name="GoesOn">Whether another run follows; null where that is not asked.</param>
/// <param name="Carried">What the next run starts from.</param>
/// <param name="Slices">A slice of each stacked result.</param>
internal sealed record LoopRun(Value? GoesOn, IReadOnlyList<Value> Carried, IReadOnlyList<Value> Slices);

/// <summary>Lowers one run of a loop in the body's scope, from the number of runs before and the carried values.</summary>
internal delegate LoopRun LoopBody(Scope scope, Dim index, IReadOnlyList<Value> carried);

/// <summary>Makes <see cref="Loop"/>s.</summary>
internal static class Iteration
{
    /// <summary>Runs a body again and again.</summary>
    /// <param name="trips">The largest number of runs; null for no bound.</param>
    /// <param name="condition">Whether to begin; null for yes.</param>
    /// <param name="initial">The carried values at the start.</param>
    /// <param name="body">Is called again where the type of a carried value turns out to be another one after a run.</param>
    /// <returns>The carried values at the end, then the stacked ones.</returns>
    public static IReadOnlyList<Value> Over(Scope scope, Dim? trips, Value? condition, IReadOnlyList<Value> initial, LoopBody body)
    {
        bool[][] varies = initial.Select(value => value.Type is TensorType tensor ? new bool[tensor.Shape.Rank] : Array.Empty<bool>()).ToArray();
        ValueType[] types = initial.Select(value => value.Type).ToArray();
        while (true)
        {
            Scope inner = scope.Inner();
            Symbol index = inner.Fresh("index", 0, (long)Math.Min(trips?.Range.Maximum ?? Symbol.MaximumLength, Symbol.MaximumLength));
            Value[] carried = initial.Select((_, i) => inner.Add(new Parameter($"carried{i}", new CommonTypes(inner).Varying(types[i], varies[i])))).ToArray();
            LoopRun run = body(inner, Dim.Of(new SymbolAtom(index)), carried);
            if (run.Carried.Count != carried.Length)
                throw new ModelException($"The loop starts with {carried.Length} carried values, but its body gives {run.Carried.Count}.");
            if (!carried.Select((before, i) => FindVarying(before.Type, run.Carried[i].Type, varies[i]) | Widen(scope, ref types[i], run.Carried[i].Type))
                .ToArray().Any(found => found))
            {
                run = run with { Carried = run.Carried.Select((value, i) => Holding.As(value, types[i])).ToArray() };
                return Make(scope, trips, condition, initial, types, varies, index, carried, run, inner);
            }
        }
    }

    static IReadOnlyList<Value> Make(
        Scope scope, Dim? trips, Value? condition, IReadOnlyList<Value> initial, ValueType[] types, bool[][] varies, Symbol index, Value[] carried, LoopRun run, Scope inner)
    {
        condition = condition is null ? null : Holding.TakeScalar(condition);
        Value? goesOn = run.GoesOn is { } test && !IsTrue(test) ? Holding.TakeScalar(test) : null;
        bool hasCondition = goesOn is not null || (condition is not null && !IsTrue(condition));
        if (!hasCondition && trips is null)
            throw new ModelException("The loop never ends.");
        var outputs = new List<Value>();
        var inputs = new List<Value>();
        if (hasCondition)
        {
            outputs.Add(goesOn ?? inner.Constant(ElementType.Bool, 1));
            inputs.Add(condition ?? scope.Constant(ElementType.Bool, 1));
        }
        Body graph = Body.Of(inner, carried, outputs.Concat(run.Carried).Concat(run.Slices).ToArray());
        var common = new CommonTypes(scope);
        Dim? count = hasCondition ? null : Dim.Max(trips!, 0);
        ValueType[] results = types.Select((type, i) => common.Varying(type, varies[i]))
            .Concat(run.Slices.Select(slice => (ValueType)new TensorType(slice.ElementType, common.Stacked(count, slice.Shape))))
            .ToArray();
        var loop = new Loop(graph.Graph, index, trips, hasCondition, carried.Length, results, common.Lengths);
        return scope.AddNode(loop, inputs.Concat(initial).Concat(graph.Captured).ToArray());
    }

    /// <summary>Marks the lengths that a run changes; whether any was found.</summary>
    static bool FindVarying(ValueType before, ValueType after, bool[] varies)
    {
        if (before is not TensorType old)
            return false;
        if (after is not TensorType next || old.Element != next.Element || old.Shape.Rank != next.Shape.Rank)
            throw new ModelException($"The loop carries a value of type {before}, but its body gives {after}; element types and ranks must stay.");
        bool found = false;
        for (int axis = 0; axis < varies.Length; axis++)
        {
            if (varies[axis] || old.Shape[axis] == next.Shape[axis])
                continue;
            varies[axis] = true;
            found = true;
        }
        return found;
    }

    /// <summary>Makes the type of a sequence, optional or map one that values after a run have too; whether it is another one.</summary>
    static bool Widen(Scope scope, ref ValueType type, ValueType after)
    {
        ValueType before = type;
        if (type is not TensorType)
            type = new CommonTypes(scope).Of(before, after);
        return !type.Equals(before);
    }

    static bool IsTrue(Value condition) => condition.Elements is [{ IsConstant: true, Value: not 0 }];
}
