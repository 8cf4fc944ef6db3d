using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Primitives;

/// <summary>y[i] = expression(x₀[i], x₁[i], …) over inputs that broadcast to <see cref="Shape"/>; without inputs a fill or an iota.</summary>
internal sealed record Map(ScalarExpr Expression, Shape Shape) : Primitive
{
    public override IEnumerable<Dim> Dims => Shape.Concat(Expression.Dims);

    public override IReadOnlyList<ValueType> Infer(IReadOnlyList<Value> inputs) =>
        Expression.Nodes().OfType<ScalarIndex>().FirstOrDefault(index => index.Axis < 0 || index.Axis >= Shape.Rank) is null
            ? Types(Expression.Type, Shape)
            : throw new ModelException($"A tensor of shape {Shape} has too few axes.");

    public override IReadOnlyList<Tensor> Evaluate(IReadOnlyList<Tensor> inputs, Func<Symbol, long> sizes, IReadOnlyList<Value> outputs)
    {
        long[] dims = Shape.Select(d => d.Evaluate(sizes)).ToArray();
        Tensor result = Tensor.New(Expression.Type, dims);
        var evaluator = new ScalarEvaluator(Expression, sizes);
        var arguments = new object[inputs.Count];
        int position = 0;
        foreach (long[] coordinate in Coordinates.Of(dims))
        {
            for (int i = 0; i < arguments.Length; i++)
                arguments[i] = inputs[i].Data.GetValue(Coordinates.BroadcastOffset(coordinate, inputs[i].Dims))!;
            result.Data.SetValue(evaluator.Evaluate(arguments, coordinate), position++);
        }
        return new[] { result };
    }

    public override string Print() => $"Map<{Expression}>";
}
