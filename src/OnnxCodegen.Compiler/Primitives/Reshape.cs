using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Primitives;

/// <summary>The same elements in row-major order under other dims.</summary>
internal sealed record Reshape(Shape Shape) : Primitive
{
    public override IEnumerable<Dim> Dims => Shape;

    public override bool IsMovement => true;

    public override IReadOnlyList<ValueType> Infer(IReadOnlyList<Value> inputs) => Types(inputs[0].ElementType, Shape);

    public override IReadOnlyList<Tensor> Evaluate(IReadOnlyList<Tensor> inputs, Func<Symbol, long> sizes, IReadOnlyList<Value> outputs) =>
        new[] { inputs[0].WithDims(Shape.Select(d => d.Evaluate(sizes)).ToArray()) };

    public override string Print() => $"Reshape<{Shape}>";
}
