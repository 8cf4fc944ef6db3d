using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler;

/// <summary>The arithmetic that keeps <see cref="Dim"/>s in normal form.</summary>
internal static class DimAlgebra
{
    /// <summary>Products with more terms keep their factors as sums.</summary>
    const int ExpandedTerms = 8;

    public static Dim Sum(Dim left, Dim right) => Normalize(left.Terms.Concat(right.Terms));

    public static Dim Scale(Dim dim, long factor) =>
        factor == 0 ? Dim.Zero : new Dim(dim.Terms.Select(t => new DimTerm(checked(t.Coefficient * factor), t.Factors)).ToArray());

    public static Dim Product(Dim left, Dim right)
    {
        if (left.IsConstant)
            return Scale(right, left.Value);
        if (right.IsConstant)
            return Scale(left, right.Value);
        if (left.Terms.Count * right.Terms.Count > ExpandedTerms)
            return Product(AsFactor(left), AsFactor(right));
        return Normalize(
            from a in left.Terms
            from b in right.Terms
            select new DimTerm(
                checked(a.Coefficient * b.Coefficient),
                a.Factors.Concat(b.Factors).OrderBy(f => f.Key, StringComparer.Ordinal).ToArray()));
    }

    public static Dim FloorDivide(Dim left, Dim right)
    {
        if (left.IsConstant && right.IsConstant)
            return Apply(DimFunction.FloorDivide, left.Value, right.Value);
        if (right == Dim.One || left == Dim.Zero)
            return left;
        if (right == Dim.Zero)
            return Dim.Zero;
        if (left == right)
            return Dim.One;
        if (right.Terms.Count == 1)
        {
            // The terms that the divisor divides leave the quotient: (d·q + r) / d = q + r / d.
            var quotient = new List<DimTerm>();
            var rest = new List<DimTerm>();
            foreach (DimTerm term in left.Terms)
            {
                if (TryDivide(term, right.Terms[0], out DimTerm divided))
                    quotient.Add(divided);
                else
                    rest.Add(term);
            }
            if (rest.Count == 0)
                return Normalize(quotient);
            if (quotient.Count > 0)
                return Sum(Normalize(quotient), FloorDivide(new Dim(rest), right));
        }
        else if (TryDivide(left, right) is { } exact)
        {
            return exact;
        }
        DimRange range = DimRange.Of(left);
        if (right.IsConstant && right.Value > 0 && range.Minimum >= 0 && range.Maximum < right.Value)
            return Dim.Zero;
        return Dim.Of(new FunctionAtom(DimFunction.FloorDivide, left, right));
    }

    public static Dim Modulo(Dim left, Dim right)
    {
        if (left.IsConstant && right.IsConstant)
            return Apply(DimFunction.Modulo, left.Value, right.Value);
        if (right == Dim.One || left == Dim.Zero || left == right)
            return Dim.Zero;
        if (right.Terms.Count == 1)
        {
            DimTerm[] rest = left.Terms.Where(t => !TryDivide(t, right.Terms[0], out _)).ToArray();
            if (rest.Length < left.Terms.Count)
                return Modulo(new Dim(rest), right);
        }
        return Dim.Of(new FunctionAtom(DimFunction.Modulo, left, right));
    }

    public static Dim Minimum(Dim left, Dim right)
    {
        if (left == right)
            return left;
        DimRange difference = DimRange.Of(left - right);
        if (difference.Maximum <= 0)
            return left;
        if (difference.Minimum >= 0)
            return right;
        return Ordered(DimFunction.Minimum, left, right);
    }

    public static Dim Maximum(Dim left, Dim right)
    {
        if (left == right)
            return left;
        DimRange difference = DimRange.Of(left - right);
        if (difference.Minimum >= 0)
            return left;
        if (difference.Maximum <= 0)
            return right;
        return Ordered(DimFunction.Maximum, left, right);
    }

    public static Dim Broadcast(Dim left, Dim right)
    {
        if (left == right || right == Dim.One)
            return left;
        if (left == Dim.One)
            return right;
        if (left.IsConstant)
            return left;
        if (right.IsConstant)
            return right;
        // Broadcasting is associative and idempotent on the dims that it accepts.
        Dim[] parts = Broadcasted(left).Concat(Broadcasted(right)).Distinct().ToArray();
        return parts
            .Where(part => !parts.Any(other => IsCapped(part, other)))
            .OrderBy(d => d.ToString(), StringComparer.Ordinal)
            .Aggregate((a, b) => Dim.Of(new FunctionAtom(DimFunction.Broadcast, a, b)));
    }

    /// <summary>Whether <paramref name="dim"/> is min(c, <paramref name="to"/>) for a constant c above 1: then the two broadcast only where they are equal.</summary>
    public static bool IsCapped(Dim dim, Dim to) =>
        dim.Terms is [{ Coefficient: 1, Factors: [FunctionAtom { Function: DimFunction.Minimum } minimum] }]
        && ((IsCap(minimum.Left) && minimum.Right == to) || (IsCap(minimum.Right) && minimum.Left == to));

    public static long Apply(DimFunction function, long left, long right) => function switch
    {
        DimFunction.FloorDivide => right == 0 ? 0 : checked(left / right) - (left % right != 0 && (left < 0) != (right < 0) ? 1 : 0),
        DimFunction.Modulo => right == 0 ? 0 : ((left % right) + right) % right,
        DimFunction.Minimum => Math.Min(left, right),
        DimFunction.Maximum => Math.Max(left, right),
        _ => left == 1 ? right : left,
    };

    static bool IsCap(Dim dim) => dim.IsConstant && dim.Value > 1;

    static Dim AsFactor(Dim dim) => dim.Terms.Count == 1 ? dim : Dim.Of(new SumAtom(dim));

    static Dim Ordered(DimFunction function, Dim left, Dim right) =>
        string.CompareOrdinal(left.ToString(), right.ToString()) <= 0
            ? Dim.Of(new FunctionAtom(function, left, right))
            : Dim.Of(new FunctionAtom(function, right, left));

    /// <summary>The dims that a broadcast dim is made of.</summary>
    static IEnumerable<Dim> Broadcasted(Dim dim) =>
        dim.Terms is [{ Coefficient: 1, Factors: [FunctionAtom { Function: DimFunction.Broadcast } atom] }]
            ? Broadcasted(atom.Left).Concat(Broadcasted(atom.Right))
            : new[] { dim };

    static Dim? TryDivide(Dim left, Dim right)
    {
        if (left.Terms.Count == 0 || left.Terms.Count % right.Terms.Count != 0
            || !TryDivide(left.Terms[0], right.Terms[0], out DimTerm first))
        {
            return null;
        }
        // Long division of polynomials, bounded by the number of terms.
        Dim quotient = new(new[] { first });
        Dim rest = Sum(left, Scale(Product(quotient, right), -1));
        if (rest.Terms.Count == 0)
            return quotient;
        return rest.Terms.Count < left.Terms.Count && TryDivide(rest, right) is { } more ? Sum(quotient, more) : null;
    }

    static bool TryDivide(DimTerm term, DimTerm divisor, out DimTerm quotient)
    {
        quotient = default;
        if (term.Coefficient % divisor.Coefficient != 0)
            return false;
        var factors = term.Factors.ToList();
        foreach (DimAtom factor in divisor.Factors)
        {
            int index = factors.FindIndex(f => f.Key == factor.Key);
            if (index < 0)
                return false;
            factors.RemoveAt(index);
        }
        quotient = new DimTerm(term.Coefficient / divisor.Coefficient, factors);
        return true;
    }

    static Dim Normalize(IEnumerable<DimTerm> terms)
    {
        DimTerm[] merged = terms
            .GroupBy(t => t.FactorKey, StringComparer.Ordinal)
            .Select(g => new DimTerm(g.Aggregate(0L, (sum, t) => checked(sum + t.Coefficient)), g.First().Factors))
            .Where(t => t.Coefficient != 0)
            .OrderBy(t => t.Factors.Count == 0 ? 1 : 0)
            .ThenBy(t => t.FactorKey, StringComparer.Ordinal)
            .ToArray();
        return merged.Length == 0 ? Dim.Zero : new Dim(merged);
    }
}
