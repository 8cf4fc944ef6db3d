using System.Collections.Generic;

namespace OnnxCodegen.Compiler;

/// <summary>A result of a node, in single-assignment form.</summary>
internal sealed class Value
{
    internal Value(Node producer, int index, ValueType type)
    {
        Producer = producer;
        Index = index;
        Type = type;
    }

    public Node Producer { get; }

    public int Index { get; }

    public ValueType Type { get; }

    /// <summary>The contents of a small integer tensor as Dims in row-major order, where they are known: shape computations of exported
    /// models run on these while the graph is built, and vanish.</summary>
    public IReadOnlyList<Dim>? Elements { get; internal set; }

    public Scope Scope => Producer.Scope;

    /// <summary>The value's contents, when it is a constant.</summary>
    public Literal? Literal => (Producer.Primitive as Primitives.Const)?.Literal;

    /// <summary>The shape of a tensor.</summary>
    public Shape Shape => Tensor.Shape;

    /// <summary>The element type of a tensor.</summary>
    public ElementType ElementType => Tensor.Element;

    public int Rank => Shape.Rank;

    public TensorType Tensor => Type as TensorType
        ?? throw new Import.ModelException(Type is HeldTensorType
            ? $"The rank of a tensor of type {Type} depends on data; ranks must be known when compiling."
            : $"A tensor is expected here, but the value is of type {Type}.");

    public override string ToString() => $"%{Producer.Id}" + (Producer.Outputs.Count > 1 ? "." + Index : string.Empty);

    public static Value operator +(Value left, Value right) => Algebra.Add(left, right);

    public static Value operator -(Value left, Value right) => Algebra.Subtract(left, right);

    public static Value operator *(Value left, Value right) => Algebra.Multiply(left, right);

    public static Value operator /(Value left, Value right) => Algebra.Divide(left, right);

    public static Value operator -(Value value) => Algebra.Negate(value);

    public static Value operator +(Value left, double right) => left + Algebra.Like(left, right);

    public static Value operator +(double left, Value right) => Algebra.Like(right, left) + right;

    public static Value operator -(Value left, double right) => left - Algebra.Like(left, right);

    public static Value operator -(double left, Value right) => Algebra.Like(right, left) - right;

    public static Value operator *(Value left, double right) => left * Algebra.Like(left, right);

    public static Value operator *(double left, Value right) => Algebra.Like(right, left) * right;

    public static Value operator /(Value left, double right) => left / Algebra.Like(left, right);

    public static Value operator /(double left, Value right) => Algebra.Like(right, left) / right;
}
