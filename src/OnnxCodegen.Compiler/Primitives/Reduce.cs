using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Primitives;

internal enum Reduction
{
    Sum,
    Product,
    Min,
    Max,
    And,
    Or,
}

/// <summary>Folds the axes where <see cref="Reduced"/> is 1 to length 1; where it is 0 the axis stays. The flags are dims, so that axes
/// may be known at run time alone. An empty range gives the identity.</summary>
internal sealed record Reduce(Reduction Operation, IReadOnlyList<Dim> Reduced) : Primitive
{
    public override IEnumerable<Dim> Dims => Reduced;

    /// <summary>The reduced axes, when they are known.</summary>
    public IReadOnlyList<int>? Axes => Reduced.All(r => r.IsConstant)
        ? Enumerable.Range(0, Reduced.Count).Where(axis => Reduced[axis] == Dim.One).ToArray()
        : null;

    public override IReadOnlyList<ValueType> Infer(IReadOnlyList<Value> inputs) => Types(
        (Operation is Reduction.And or Reduction.Or ? Bools(inputs[0]) : Numbers(inputs[0])).ElementType,
        new Shape(inputs[0].Shape.Select((n, axis) => n + (Reduced[axis] * (1 - n)))));

    public override IReadOnlyList<Tensor> Evaluate(IReadOnlyList<Tensor> inputs, Func<Symbol, long> sizes, IReadOnlyList<Value> outputs)
    {
        Tensor x = inputs[0];
        long[] dims = x.Dims.Select((n, axis) => Reduced[axis].Evaluate(sizes) == 1 ? 1 : n).ToArray();
        Tensor result = Tensor.New(x.Type, dims);
        Fill(result);
        int position = 0;
        foreach (long[] coordinate in Coordinates.Of(x.Dims))
        {
            long target = Coordinates.BroadcastOffset(coordinate, dims);
            if (x.Type.IsFloating())
                result.Doubles[target] = Combine(result.Doubles[target], x.Doubles[position++]);
            else
                result.Longs[target] = ElementConversion.Wrap(Combine(result.Longs[target], x.Longs[position++], x.Type), x.Type);
        }
        if (x.Type.IsFloating())
            for (int i = 0; i < result.Length; i++)
                result.Doubles[i] = ElementConversion.Round(result.Doubles[i], x.Type);
        return new[] { result };
    }

    public bool Equals(Reduce? other) => other is not null && Operation == other.Operation && Reduced.SequenceEqual(other.Reduced);

    public override int GetHashCode() => Reduced.Aggregate((int)Operation, (hash, d) => unchecked((hash * 31) + d.GetHashCode()));

    public override string Print() => $"Reduce<{Operation}; {string.Join(",", Reduced)}>";

    void Fill(Tensor result)
    {
        for (int i = 0; i < result.Length; i++)
        {
            if (result.Type.IsFloating())
                result.Doubles[i] = Identity();
            else
                result.Longs[i] = IntegerIdentity(result.Type);
        }
    }

    double Identity() => Operation switch
    {
        Reduction.Sum => 0,
        Reduction.Product => 1,
        Reduction.Min => double.PositiveInfinity,
        _ => double.NegativeInfinity,
    };

    long IntegerIdentity(ElementType type) => Operation switch
    {
        Reduction.Sum or Reduction.Or => 0,
        Reduction.Product or Reduction.And => 1,
        Reduction.Min => ElementConversion.Maximum(type),
        _ => ElementConversion.Minimum(type),
    };

    double Combine(double a, double b) => Operation switch
    {
        Reduction.Sum => a + b,
        Reduction.Product => a * b,
        Reduction.Min => Math.Min(a, b),
        _ => Math.Max(a, b),
    };

    long Combine(long a, long b, ElementType type) => Operation switch
    {
        Reduction.Sum => unchecked(a + b),
        Reduction.Product => unchecked(a * b),
        Reduction.And => a & b,
        Reduction.Or => a | b,
        Reduction.Min => ElementConversion.Compare(a, b, type) <= 0 ? a : b,
        _ => ElementConversion.Compare(a, b, type) >= 0 ? a : b,
    };
}
