using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler;

/// <summary>Replaces a node by constants where its inputs are known: numerically when all are constants, symbolically (elements that are
/// Dims) for the integer tensors that shape computations consist of.</summary>
internal static class Folding
{
    const int SymbolicElements = 64;

    /// <summary>Elements that the computation of one constant may touch.</summary>
    const double WorkOfNode = 1 << 20;

    /// <summary>Results up to this size cost no text to speak of.</summary>
    const long FreeBytes = 256;

    public static IReadOnlyList<Value>? TryFold(Scope scope, Node node)
    {
        if (node.Primitive is Const or Parameter)
            return null;
        if (node.Primitive is DimValues dims)
        {
            node.Output.Elements = dims.Values;
            return dims.Values.All(d => d.IsConstant) ? Numeric(scope, node) : null;
        }
        if (!node.Primitive.IsPure)
            return null;
        if (node.Inputs.All(i => i.Literal is not null) && !node.Primitive.Symbols.Any() && IsSmall(node)
            && Work(node) is <= WorkOfNode and var work && scope.TrySpend(work, TextBytes(node)))
        {
            return Numeric(scope, node);
        }
        if (SymbolicEvaluation.TryEvaluate(node) is not { } elements)
            return null;
        // The elements are known as Dims: the tensor is made from them, and what computed it is dead.
        Value value = scope.Add(new DimValues(elements, node.Output.Shape, node.Output.ElementType));
        return new[] { value };
    }

    /// <summary>The contents of a small integer constant as Dims.</summary>
    public static IReadOnlyList<Dim>? ElementsOf(Literal literal) =>
        (literal.Type.IsInteger() || literal.Type == ElementType.Bool) && literal.Length <= SymbolicElements
            ? literal.Read().Longs.Select(Dim.Constant).ToArray()
            : null;

    static bool IsSmall(Node node) => node.Outputs.All(o =>
        o.Type is TensorType tensor && tensor.Shape.IsConstant
        && tensor.Shape.Elements.Value * Math.Max(1, tensor.Element.Size()) <= Scope.FoldedBytes)
        && node.Inputs.Sum(i => i.Literal!.Bytes) <= 64 * Scope.FoldedBytes;

    /// <summary>Bytes of results that would be printed as long rows of numbers.</summary>
    static long TextBytes(Node node) => node.Outputs.Where(o => o.ElementType.IsFloating()).Select(o => o.Shape.Elements.Value * o.ElementType.Size())
        .Where(bytes => bytes > FreeBytes).Sum();

    static double Work(Node node)
    {
        double results = node.Outputs.Sum(o => (double)o.Shape.Elements.Value);
        double summed = node.Primitive is Contract contract ? contract.SumA.Aggregate(1.0, (product, axis) => product * node.Inputs[0].Shape[axis].Value) : 1;
        return (results * summed) + node.Inputs.Sum(i => (double)i.Literal!.Length);
    }

    static Value[] Numeric(Scope scope, Node node) => node.Primitive
        .Evaluate(node.Inputs.Select(i => i.Literal!.Read()).ToArray(), NoSizes, node.Outputs)
        .Select(scope.Constant)
        .ToArray();

    static long NoSizes(Symbol symbol) => throw new InvalidOperationException($"The size {symbol} is not known when compiling.");
}
