using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Scalars;

/// <summary>A scalar expression over the elements of a Map's inputs. Expressions form a graph: a part that is used twice is one object.</summary>
internal abstract class ScalarExpr : IEquatable<ScalarExpr>
{
    readonly int hash;

    protected ScalarExpr(ElementType type, int hash)
    {
        Type = type;
        this.hash = unchecked((hash * 31) + (int)type);
    }

    public ElementType Type { get; }

    public virtual IReadOnlyList<ScalarExpr> Arguments => Array.Empty<ScalarExpr>();

    public static ScalarExpr operator +(ScalarExpr left, ScalarExpr right) => Apply(ScalarOperation.Add, left, right);

    public static ScalarExpr operator -(ScalarExpr left, ScalarExpr right) => Apply(ScalarOperation.Subtract, left, right);

    public static ScalarExpr operator *(ScalarExpr left, ScalarExpr right) => Apply(ScalarOperation.Multiply, left, right);

    public static ScalarExpr operator /(ScalarExpr left, ScalarExpr right) => Apply(ScalarOperation.Divide, left, right);

    public static ScalarExpr operator -(ScalarExpr value) => Apply(ScalarOperation.Negate, value);

    public static ScalarExpr operator +(ScalarExpr left, double right) => left + Literal(left.Type, right);

    public static ScalarExpr operator +(double left, ScalarExpr right) => Literal(right.Type, left) + right;

    public static ScalarExpr operator -(ScalarExpr left, double right) => left - Literal(left.Type, right);

    public static ScalarExpr operator -(double left, ScalarExpr right) => Literal(right.Type, left) - right;

    public static ScalarExpr operator *(ScalarExpr left, double right) => left * Literal(left.Type, right);

    public static ScalarExpr operator *(double left, ScalarExpr right) => Literal(right.Type, left) * right;

    public static ScalarExpr operator /(ScalarExpr left, double right) => left / Literal(left.Type, right);

    public static ScalarExpr operator /(double left, ScalarExpr right) => Literal(right.Type, left) / right;

    public static ScalarExpr Input(int index, ElementType type) => new ScalarInput(index, type);

    /// <summary>A number, rounded to the type or the nearest one that it has.</summary>
    /// <exception cref="ModelException">The type has no numbers.</exception>
    public static ScalarExpr Literal(ElementType type, double value) =>
        type is ElementType.String or ElementType.Undefined || type.IsComplex() ? throw new ModelException($"A number is expected, but the elements are of type {type.OnnxName()}.")
        : type.IsFloating() ? new ScalarLiteral(type, ElementConversion.Round(value, type))
        : new ScalarLiteral(type, ScalarCast.Convert(value, ElementType.Double, type, saturate: true));

    public static ScalarExpr Literal(ElementType type, long value) =>
        !type.IsInteger() && type != ElementType.Bool ? Literal(type, (double)value) : new ScalarLiteral(type, value);

    /// <summary>0, the empty text.</summary>
    public static ScalarExpr Zero(ElementType type) => type == ElementType.String ? Literal(string.Empty)
        : type.IsComplex() ? new ScalarLiteral(type, Complex.Zero)
        : Literal(type, 0);

    public static ScalarExpr Literal(string value) => new ScalarLiteral(ElementType.String, value);

    /// <summary>A run-time size as an int64.</summary>
    public static ScalarExpr Of(Dim dim) => dim.IsConstant ? Literal(ElementType.Int64, dim.Value) : new ScalarDim(dim);

    /// <summary>The coordinate of the written element along an axis of the result, as an int64.</summary>
    public static ScalarExpr Index(int axis) => new ScalarIndex(axis);

    public static ScalarExpr Cast(ScalarExpr value, ElementType type) =>
        value.Type == type ? value : new ScalarApply(ScalarOperation.Cast, RequireConversion(value.Type, type), value);

    public static ScalarExpr SaturatingCast(ScalarExpr value, ElementType type) =>
        value.Type == type ? value : new ScalarApply(ScalarOperation.SaturatingCast, RequireConversion(value.Type, type), value);

    public static ScalarExpr BitCast(ScalarExpr value, ElementType type) =>
        value.Type == type ? value
        : value.Type != ElementType.String && value.Type.Bits() == type.Bits() ? new ScalarApply(ScalarOperation.BitCast, type, value)
        : throw new ModelException($"The bits of elements of type {value.Type.OnnxName()} make no elements of type {type.OnnxName()}.");

    public static ScalarExpr Select(ScalarExpr condition, ScalarExpr then, ScalarExpr otherwise) =>
        condition.Type == ElementType.Bool
            ? new ScalarApply(ScalarOperation.Select, RequireSame(ScalarOperation.Select, then, otherwise), condition, then, otherwise)
            : throw new ModelException($"A condition consists of bools, but elements of type {condition.Type.OnnxName()} are given.");

    /// <summary>Applies an operation whose result has the type of its operands, or is a bool for comparisons and tests.</summary>
    public static ScalarExpr Apply(ScalarOperation operation, params ScalarExpr[] arguments)
    {
        ElementType operand = operation is ScalarOperation.ShiftLeft or ScalarOperation.ShiftRight
            ? arguments[0].Type
            : RequireSame(operation, arguments);
        if (!ScalarDomain.Contains(operation, operand))
            throw new ModelException($"{operation} is not defined on elements of type {operand.OnnxName()}.");
        bool isTest = operation is ScalarOperation.Equal or ScalarOperation.Less or ScalarOperation.LessOrEqual
            or ScalarOperation.IsNaN or ScalarOperation.IsInfinite;
        return new ScalarApply(operation, isTest ? ElementType.Bool : operand, arguments);
    }

    /// <summary>The dims among the leaves.</summary>
    public IEnumerable<Dim> Dims => Nodes().OfType<ScalarDim>().Select(d => d.Dim);

    /// <summary>Every part once, arguments before what they are arguments of.</summary>
    public IReadOnlyList<ScalarExpr> Nodes()
    {
        var order = new List<ScalarExpr>();
        var seen = new HashSet<ScalarExpr>();
        var pending = new Stack<(ScalarExpr Node, bool Expanded)>();
        pending.Push((this, false));
        while (pending.Count > 0)
        {
            (ScalarExpr node, bool expanded) = pending.Pop();
            if (expanded)
                order.Add(node);
            else if (seen.Add(node))
            {
                pending.Push((node, true));
                foreach (ScalarExpr argument in node.Arguments.Reverse())
                    pending.Push((argument, false));
            }
        }
        return order;
    }

    /// <summary>The number of operations, shared parts counted once.</summary>
    public int OperationCount => Nodes().OfType<ScalarApply>().Count();

    /// <summary>The operations among them that kernels compute as a series of others, such as tanh.</summary>
    public int FunctionCount => Nodes().OfType<ScalarApply>().Count(apply => RuntimeNames.OnLanes.ContainsKey(apply.Operation));

    /// <summary>The expression with leaves replaced; null keeps a leaf.</summary>
    public ScalarExpr Substitute(Func<ScalarExpr, ScalarExpr?> leaf)
    {
        var replaced = new Dictionary<ScalarExpr, ScalarExpr>();
        foreach (ScalarExpr node in Nodes())
        {
            replaced[node] = node is ScalarApply apply
                ? new ScalarApply(apply.Operation, apply.Type, apply.Arguments.Select(a => replaced[a]).ToArray())
                : leaf(node) ?? node;
        }
        return replaced[this];
    }

    /// <summary>The expression with a part replaced wherever it occurs.</summary>
    public ScalarExpr Replace(ScalarExpr part, ScalarExpr replacement)
    {
        var replaced = new Dictionary<ScalarExpr, ScalarExpr>();
        foreach (ScalarExpr node in Nodes())
        {
            replaced[node] = node.Equals(part) ? replacement
                : node is ScalarApply apply ? new ScalarApply(apply.Operation, apply.Type, apply.Arguments.Select(a => replaced[a]).ToArray())
                : node;
        }
        return replaced[this];
    }

    public bool Equals(ScalarExpr? other) =>
        ReferenceEquals(this, other) || (other is not null && other.hash == hash && other.Type == Type && SameAs(other));

    public sealed override bool Equals(object? obj) => Equals(obj as ScalarExpr);

    public sealed override int GetHashCode() => hash;

    protected abstract bool SameAs(ScalarExpr other);

    static ElementType RequireConversion(ElementType from, ElementType to) => ScalarDomain.Converts(from, to) ? to
        : throw new ModelException($"Elements of type {from.OnnxName()} have no conversion to {to.OnnxName()}.");

    static ElementType RequireSame(ScalarOperation operation, params ScalarExpr[] arguments)
    {
        foreach (ScalarExpr argument in arguments)
        {
            if (argument.Type != arguments[0].Type)
                throw new ModelException($"{operation} has operands of types {arguments[0].Type.OnnxName()} and {argument.Type.OnnxName()}.");
        }
        return arguments[0].Type;
    }
}

internal sealed class ScalarInput(int position, ElementType type) : ScalarExpr(type, position)
{
    public int Position { get; } = position;

    protected override bool SameAs(ScalarExpr other) => other is ScalarInput input && input.Position == Position;

    public override string ToString() => "x" + Position.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A double for floating types, a long for integers and bools, or a string.</summary>
internal sealed class ScalarLiteral(ElementType type, object value) : ScalarExpr(type, value.GetHashCode())
{
    public object Value { get; } = value;

    protected override bool SameAs(ScalarExpr other) => other is ScalarLiteral literal && literal.Value.Equals(Value)
        && (Value is not double number || BitConverter.DoubleToInt64Bits(number) == BitConverter.DoubleToInt64Bits((double)literal.Value));

    public override string ToString() => Convert.ToString(Value, CultureInfo.InvariantCulture)!;
}

internal sealed class ScalarDim(Dim dim) : ScalarExpr(ElementType.Int64, dim.GetHashCode())
{
    public Dim Dim { get; } = dim;

    protected override bool SameAs(ScalarExpr other) => other is ScalarDim same && same.Dim == Dim;

    public override string ToString() => Dim.ToString();
}

internal sealed class ScalarIndex(int axis) : ScalarExpr(ElementType.Int64, axis)
{
    public int Axis { get; } = axis;

    protected override bool SameAs(ScalarExpr other) => other is ScalarIndex index && index.Axis == Axis;

    public override string ToString() => "i" + Axis.ToString(CultureInfo.InvariantCulture);
}

internal sealed class ScalarApply(ScalarOperation operation, ElementType type, params ScalarExpr[] arguments)
    : ScalarExpr(type, arguments.Aggregate((int)operation, (hash, a) => unchecked((hash * 31) + a.GetHashCode())))
{
    public ScalarOperation Operation { get; } = operation;

    public override IReadOnlyList<ScalarExpr> Arguments => arguments;

    protected override bool SameAs(ScalarExpr other) =>
        other is ScalarApply apply && apply.Operation == Operation && apply.Arguments.SequenceEqual(arguments);

    public override string ToString() => $"{Operation}({string.Join(", ", arguments.Select(a => a.ToString()))})";
}
