using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler;

/// <summary>Makes <see cref="If"/>s.</summary>
internal static class Conditional
{
    /// <summary>The results of one of two computations. One that is known to be taken is done where it stands.</summary>
    /// <param name="holds">Whether tensors whose ranks differ become one that carries its shape.</param>
    /// <exception cref="RanksDifferException">They do not, and the two give tensors of different ranks.</exception>
    public static IReadOnlyList<Value> Of(
        Value condition, Func<Scope, IReadOnlyList<Value>> then, Func<Scope, IReadOnlyList<Value>> otherwise, bool holds = false)
    {
        condition = Holding.TakeScalar(condition);
        Scope scope = condition.Scope;
        if (condition.Elements is [{ IsConstant: true, Value: var known }])
            return known != 0 ? then(scope) : otherwise(scope);
        Scope inThen = scope.Inner();
        Scope inElse = scope.Inner();
        IReadOnlyList<Value> thenResults = then(inThen);
        IReadOnlyList<Value> elseResults = otherwise(inElse);
        if (thenResults.Count != elseResults.Count)
            throw new ModelException($"One branch gives {thenResults.Count} results, the other one {elseResults.Count}.");
        (thenResults, elseResults) = (Single(thenResults, elseResults), Single(elseResults, thenResults));
        for (int i = 0; i < thenResults.Count && !holds; i++)
            if (thenResults[i].Type is TensorType a && elseResults[i].Type is TensorType b && a.Shape.Rank != b.Shape.Rank)
                throw new RanksDifferException(condition, then, otherwise, $"A value is of type {a} or of type {b}; ranks must be known when compiling.");
        var types = new CommonTypes(scope);
        ValueType[] results = thenResults.Zip(elseResults, (a, b) => types.Of(a.Type, b.Type)).ToArray();
        Body first = BodyOf(inThen, thenResults, results);
        Body second = BodyOf(inElse, elseResults, results);
        Value[] inputs = new[] { condition }.Concat(first.Captured).Concat(second.Captured).ToArray();
        return scope.AddNode(new If(first.Graph, second.Graph, results, types.Lengths), inputs);
    }

    static Body BodyOf(Scope inner, IReadOnlyList<Value> results, ValueType[] types) =>
        Body.Of(inner, Array.Empty<Value>(), results.Select((value, i) => Holding.As(inner.Capture(value), types[i])).ToArray());

    /// <summary>Single elements lose the axes that those of the other branch have not: nothing that broadcasts tells them apart.</summary>
    static Value[] Single(IReadOnlyList<Value> values, IReadOnlyList<Value> others) => values.Select((value, i) =>
        IsSingle(value) && IsSingle(others[i]) && value.Rank > others[i].Rank ? Views.Reshape(value, others[i].Shape) : value).ToArray();

    static bool IsSingle(Value value) => value.Type is TensorType { Shape: var shape } && shape.All(dim => dim == Dim.One);
}
