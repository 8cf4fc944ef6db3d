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
    public static IReadOnlyList<Value> Of(Value condition, Func<Scope, IReadOnlyList<Value>> then, Func<Scope, IReadOnlyList<Value>> otherwise)
    {
        Scope scope = condition.Scope;
        if (condition.Elements is [{ IsConstant: true, Value: var known }])
            return known != 0 ? then(scope) : otherwise(scope);
        Body first = BodyOf(scope, then);
        Body second = BodyOf(scope, otherwise);
        if (first.Graph.Outputs.Count != second.Graph.Outputs.Count)
            throw new ModelException($"One branch gives {first.Graph.Outputs.Count} results, the other one {second.Graph.Outputs.Count}.");
        var types = new CommonTypes(scope);
        ValueType[] results = first.Graph.Outputs.Zip(second.Graph.Outputs, (a, b) => types.Of(a.Value.Type, b.Value.Type)).ToArray();
        Value[] inputs = new[] { condition }.Concat(first.Captured).Concat(second.Captured).ToArray();
        return scope.AddNode(new If(first.Graph, second.Graph, results, types.Lengths), inputs);
    }

    static Body BodyOf(Scope scope, Func<Scope, IReadOnlyList<Value>> branch)
    {
        Scope inner = scope.Inner();
        return Body.Of(inner, Array.Empty<Value>(), branch(inner));
    }
}
