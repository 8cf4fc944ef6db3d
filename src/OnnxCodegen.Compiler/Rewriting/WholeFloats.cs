using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Rewriting;

/// <summary>A tensor of integers as floats.</summary>
/// <param name="Largest">The largest magnitude that an element may have.</param>
internal sealed record WholeFloats(Value Floats, double Largest)
{
    /// <summary>How many rearrangements are followed back to what made the integers.</summary>
    const int MaximumDepth = 8;

    const int ConstantElements = 1024;

    /// <summary>The floats that stand for integers which come from types of at most 16 bits; null where they may be too large.</summary>
    public static WholeFloats? Of(Value x, int depth = 0)
    {
        if (!x.ElementType.IsInteger() || depth > MaximumDepth)
            return null;
        if (x.Literal is { Length: <= ConstantElements } literal)
            return OfConstant(x.Scope, literal.Read());
        if (Algebraic(x) is { } made)
            return made;
        Node node = x.Producer;
        if (!node.Primitive.IsMovement || node.Primitive is Gather)
            return null;
        var sources = new List<WholeFloats>();
        foreach (Value input in node.Inputs)
        {
            if (Of(input, depth + 1) is not { } source)
                return null;
            sources.Add(source);
        }
        return new WholeFloats(x.Scope.Add(node.Primitive, sources.Select(s => s.Floats).ToArray()), sources.Max(s => s.Largest));
    }

    static WholeFloats? OfConstant(Scope scope, Tensor tensor)
    {
        double largest = tensor.Longs.Length == 0 ? 0 : tensor.Longs.Max(element => Math.Abs((double)element));
        return largest > FloatRange.Exact ? null : new WholeFloats(
            scope.Constant(new Tensor(ElementType.Float, tensor.Dims, tensor.Longs.Select(element => (double)element).ToArray())), largest);
    }

    static WholeFloats? Algebraic(Value x)
    {
        bool isMap = x.Producer.Primitive is Map;
        ScalarExpr expression = x.Producer.Primitive is Map map ? map.Expression : ScalarExpr.Input(0, x.ElementType);
        if (FloatForm.Of(expression, position => ValueRange.Of(x.Producer.Inputs[position])) is not { Range: { IsExact: true } range } part)
            return null;
        Value floats = isMap
            ? x.Scope.Add(new Map(part.Expression, x.Shape), x.Producer.Inputs.ToArray())
            : Algebra.Cast(x, ElementType.Float);
        return new WholeFloats(floats, Math.Max(Math.Abs(range.Low), Math.Abs(range.High)));
    }
}
