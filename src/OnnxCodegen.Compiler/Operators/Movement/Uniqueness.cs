using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>The distinct elements, or slices along an axis, of a tensor.</summary>
internal static class Uniqueness
{
    /// <returns>The distinct entries, the first index of each, for each entry the place among the distinct ones, and their counts.</returns>
    [Operator(Widens = true), Since(11)]
    public static (Value Y, Value Indices, Value InverseIndices, Value Counts) Unique(Value x, long? axis = null, bool sorted = true)
    {
        if (axis is not { } given)
        {
            Value flat = Views.Reshape(x, x.Shape.Elements);
            return Unique(flat, 0, x.Scope.AddNode(new Sort(0, false, flat.Shape[0]), flat)[1], sorted);
        }
        int along = Views.Axis(given, x.Rank);
        return Unique(x, along, Order(Rows(x, along)), sorted);
    }

    /// <param name="order">The indices of the entries along the axis in ascending order, equal ones in order of appearance.</param>
    static (Value, Value, Value, Value) Unique(Value x, int axis, Value order, bool sorted)
    {
        Value rows = Indexing.Take(Rows(x, axis), order, 0);
        Value begins = Begins(rows);
        Value group = x.Scope.Add(new Cumulate(Reduction.Sum, 0, false, false), Cast(begins, ElementType.Int64)) - 1;
        Value firsts = Indexing.Take(order, Indexing.Places(begins), 0);
        Value counts = Scatter(ScatterOperation.Add, firsts.Shape, group, Fill(x.Scope, group.Shape, ScalarExpr.Of(1)));
        if (!sorted)
        {
            Value appearance = x.Scope.AddNode(new Sort(0, false, firsts.Shape[0]), firsts)[1];
            group = Indexing.Take(Inverse(appearance), group, 0);
            firsts = Indexing.Take(firsts, appearance, 0);
            counts = Indexing.Take(counts, appearance, 0);
        }
        return (Indexing.Take(x, firsts, axis), firsts, Scatter(ScatterOperation.Set, order.Shape, order, group), counts);
    }

    /// <summary>One row for each entry along the axis.</summary>
    static Value Rows(Value x, int axis)
    {
        int[] forward = new[] { axis }.Concat(Enumerable.Range(0, x.Rank).Where(other => other != axis)).ToArray();
        Value first = Views.Permute(x, forward);
        return Views.Reshape(first, first.Shape[0], Dim.Product(first.Shape.Skip(1)));
    }

    /// <summary>For each row whether it is the first or differs from the one before.</summary>
    static Value Begins(Value rows)
    {
        Dim n = rows.Shape[0];
        Value before = Indexing.Take(rows, Map(Iota(rows.Scope, n), i => Maximum(i - 1, 0)), 0);
        Value differs = Reductions.Fold(Reduction.Or, Map(rows, before, (a, b) => Not(Equal(a, b))), new[] { 1 });
        return MapOver(rows.Scope, Shape.Of(n), new[] { Views.Reshape(differs, n) },
            d => Or(d[0], Equal(ScalarExpr.Index(0), ScalarExpr.Of(0))));
    }

    /// <summary>The indices of the rows in lexicographic order: a row's place is the number of rows that come before it, told by the first
    /// element in which two rows differ.</summary>
    static Value Order(Value rows)
    {
        Dim n = rows.Shape[0];
        Value left = Views.Unsqueeze(rows, 1);
        Value right = Views.Unsqueeze(rows, 0);
        Value differs = Cast(Map(left, right, (a, b) => Not(Equal(a, b))), ElementType.Int32);
        Value column = Views.Squeeze(rows.Scope.Add(new ArgReduce(true, 2, false), differs), 2);
        Value mine = At(rows, Indexing.Coordinate(rows.Scope, column.Shape, 0), column);
        Value other = At(rows, Indexing.Coordinate(rows.Scope, column.Shape, 1), column);
        Value precedes = MapOver(rows.Scope, column.Shape, new[] { mine, other }, e =>
            Cast(
                Or(Less(e[1], e[0]), And(Equal(e[1], e[0]), Less(ScalarExpr.Index(1), ScalarExpr.Index(0)))), ElementType.Int64));
        return Inverse(Views.Reshape(Reductions.Sum(precedes, 1), n));
    }

    static Value At(Value rows, Value row, Value column) => rows.Scope.Add(new Gather(0, OutsideMode.Error), rows, row, column);

    /// <summary>The inverse of a permutation.</summary>
    static Value Inverse(Value permutation) =>
        Scatter(ScatterOperation.Set, permutation.Shape, permutation, Iota(permutation.Scope, permutation.Shape[0]));

    /// <summary>Combines updates into zeros of the given shape.</summary>
    static Value Scatter(ScatterOperation operation, Shape shape, Value places, Value updates) =>
        places.Scope.Add(new Scatter(0, operation), Fill(places.Scope, shape, ScalarExpr.Of(0)), places, updates);
}
