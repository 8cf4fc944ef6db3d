using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace OnnxCodegen.Compiler;

/// <summary>An integer expression over run-time sizes in a normal form: a sum of products of <see cref="DimAtom"/>s, so that two dims are
/// equal exactly when their normal forms are. Sizes, offsets, steps, counts and axes of primitives are Dims.</summary>
internal sealed class Dim : IEquatable<Dim>
{
    public static readonly Dim Zero = new(Array.Empty<DimTerm>());
    public static readonly Dim One = Constant(1);

    readonly string key;
    readonly Lazy<Symbol[]> symbols;
    readonly Lazy<DimRange> range;

    internal Dim(IReadOnlyList<DimTerm> terms)
    {
        Terms = terms;
        key = terms.Count == 0 ? "0" : string.Join("+", terms.Select(t => t.Key));
        symbols = new(() => Terms.SelectMany(t => t.Factors).SelectMany(a => a.Symbols).Distinct().ToArray());
        range = new(() => DimRange.Compute(this));
    }

    /// <summary>The terms, ordered by their factors; none has the coefficient 0.</summary>
    public IReadOnlyList<DimTerm> Terms { get; }

    public bool IsConstant => Terms.Count == 0 || (Terms.Count == 1 && Terms[0].Factors.Count == 0);

    /// <summary>The number that this dim is, when it is a constant.</summary>
    public long Value => Terms.Count == 0 ? 0
        : IsConstant ? Terms[0].Coefficient
        : throw new InvalidOperationException($"The dimension {this} is not a constant.");

    public static Dim Constant(long value) =>
        value == 0 ? Zero : new Dim(new[] { new DimTerm(value, Array.Empty<DimAtom>()) });

    public static Dim Of(DimAtom atom) => new(new[] { new DimTerm(1, new[] { atom }) });

    public static Dim Of(Symbol symbol) => symbol.Minimum == symbol.Maximum ? Constant(symbol.Minimum) : Of(new SymbolAtom(symbol));

    public static implicit operator Dim(long value) => Constant(value);

    public static Dim operator +(Dim left, Dim right) => DimAlgebra.Sum(left, right);

    public static Dim operator -(Dim left, Dim right) => DimAlgebra.Sum(left, DimAlgebra.Scale(right, -1));

    public static Dim operator -(Dim value) => DimAlgebra.Scale(value, -1);

    public static Dim operator *(Dim left, Dim right) => DimAlgebra.Product(left, right);

    /// <summary>The quotient rounded towards −∞.</summary>
    public static Dim operator /(Dim left, Dim right) => DimAlgebra.FloorDivide(left, right);

    /// <summary>The remainder with the divisor's sign.</summary>
    public static Dim operator %(Dim left, Dim right) => DimAlgebra.Modulo(left, right);

    public static bool operator ==(Dim? left, Dim? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(Dim? left, Dim? right) => !(left == right);

    public static Dim Min(Dim left, Dim right) => DimAlgebra.Minimum(left, right);

    public static Dim Max(Dim left, Dim right) => DimAlgebra.Maximum(left, right);

    public static Dim CeilingDivide(Dim left, Dim right) => -(-left / right);

    /// <summary>1 where the two are equal, else 0.</summary>
    public static Dim Equal(Dim left, Dim right)
    {
        Dim difference = left - right;
        return One - Min(1, Max(difference, -difference));
    }

    /// <summary>1 where <paramref name="left"/> is less than <paramref name="right"/>, else 0.</summary>
    public static Dim Less(Dim left, Dim right) => Min(1, Max(0, right - left));

    /// <summary>The size of an axis that two operands share by broadcasting.</summary>
    public static Dim Broadcast(Dim left, Dim right) => DimAlgebra.Broadcast(left, right);

    public static Dim Product(IEnumerable<Dim> dims) => dims.Aggregate(One, (product, dim) => product * dim);

    public bool Equals(Dim? other) => other is not null && string.Equals(key, other.key, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as Dim);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(key);

    /// <summary>The symbols that this dim depends on, in order of appearance, each once.</summary>
    public IReadOnlyList<Symbol> Symbols => symbols.Value;

    /// <summary>Bounds of the dim's value.</summary>
    public DimRange Range => range.Value;

    public long Evaluate(Func<Symbol, long> values)
    {
        long sum = 0;
        foreach (DimTerm term in Terms)
        {
            long product = term.Coefficient;
            foreach (DimAtom factor in term.Factors)
                product = checked(product * factor.Evaluate(values));
            sum = checked(sum + product);
        }
        return sum;
    }

    public override string ToString() => IsConstant
        ? Value.ToString(CultureInfo.InvariantCulture)
        : string.Join(" + ", Terms.Select(t => t.ToString())).Replace("+ -", "- ");
}
