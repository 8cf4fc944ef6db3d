using System;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Operators that came before those of the standard, or stand beside them.</summary>
[Domain("com.microsoft")]
internal static class FurtherOperators
{
    [Operator]
    public static Value ExpandDims(Value x, Value axis)
    {
        Dim place = DimVectors.Scalar(axis);
        return place.IsConstant
            ? Views.Unsqueeze(x, Views.Axis(place.Value, x.Rank + 1))
            : throw new ModelException("The place of the new axis must be known when compiling.");
    }

    [Operator]
    public static Value Pad(Value data, Value pads, Value? value = null, string mode = "constant") =>
        Padding.Pad(data, Views.Reshape(pads, pads.Shape.Elements), value, null, mode);

    [Operator]
    public static Value GatherND([AtLeast(1)] Value data, [AtLeast(1), Indices] Value indices) => Gathering.GatherND(data, indices);

    /// <summary>The distinct elements in the order of their first appearance, for each element its place among them, and their counts.</summary>
    [Operator]
    public static (Value Y, Value Places, Value Counts) Unique(Value x)
    {
        (Value y, _, Value places, Value counts) = Uniqueness.Unique(x, null, sorted: false);
        return (y, places, counts);
    }

    /// <summary>Sums of bytes as 32-bit integers.</summary>
    [Operator]
    public static Value ReduceSumInteger(Value data, long[] axes, bool keepdims)
    {
        int[] along = axes.Select(axis => Views.Axis(axis, data.Rank)).ToArray();
        Value sums = Reductions.Sum(Cast(data, data.ElementType.IsSigned() ? ElementType.Int32 : ElementType.UInt32), along);
        return keepdims ? sums : Views.Squeeze(sums, along);
    }

    /// <summary>All runs of neighbours along an axis, each along a new last one.</summary>
    [Operator]
    public static Value UnfoldTensor([AtLeast(1)] Value input, long size, long dim = -1, long step = 1)
    {
        if (size < 1 || step < 1)
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"Runs of {size} elements, {step} apart, do not exist.");
        int axis = Views.Axis(dim, input.Rank);
        Value runs = Windows.Along(input, axis, size, 0, 0, input);
        return Views.Slice(runs, axis, 0, ((input.Shape[axis] - size) / step) + 1, step);
    }

    /// <summary>The rows of a table; the other inputs mean something to gradients alone.</summary>
    [Operator]
    public static Value TorchEmbedding([AtLeast(1)] Value weight, [Indices] Value indices, Value? paddingIdx = null, Value? scaleGradByFreq = null) =>
        Indexing.Take(weight, Indexing.Wrap(indices, weight.Shape[0]), 0);

    [Operator]
    public static Value SampleOp(Value x) => x;

    [Operator]
    public static Value Trilu(Value x, Value? k = null, bool upper = true) => Rearranging.Trilu(x, k, upper);

    [Operator]
    public static Value Range(Value start, Value limit, Value? delta = null) =>
        Generators.Range(start, limit, delta ?? start.Scope.Constant(start.ElementType, 1));

    [Operator(Widens = true)]
    public static Value GridSample([AtLeast(3)] Value x, [AtLeast(3)] Value grid, long alignCorners = 0, string mode = "bilinear", string paddingMode = "zeros") =>
        GridSampling.GridSample(x, grid, alignCorners, mode, paddingMode);

    /// <summary>The distances between the rows of two matrices, [rows of A, rows of B].</summary>
    [Operator]
    public static Value CDist(Value a, Value b, string metric = "sqeuclidean")
    {
        Value squares = Views.Reshape(Reductions.Sum(Map(b, x => x * x), 1), b.Shape[0]);
        Value product = Contractions.Contract(a, b, Array.Empty<int>(), Array.Empty<int>(), new[] { 1 }, new[] { 1 });
        Value distances = Map(product, Reductions.Sum(Map(a, x => x * x), 1), squares, (p, x, y) => Maximum(x + y - (2 * p), 0));
        return metric switch
        {
            "sqeuclidean" => distances,
            "euclidean" => Sqrt(distances),
            _ => throw new ModelException($"The metric '{metric}' is not defined here."),
        };
    }

    /// <summary>The product of complex numbers, whose parts lie along the last axis.</summary>
    [Operator(Widens = true)]
    public static Value ComplexMul([AtLeast(1)] Value a, [AtLeast(1)] Value b) => ComplexProduct(a, b, 1);

    /// <summary>The product with the conjugate of B.</summary>
    [Operator(Widens = true)]
    public static Value ComplexMulConj([AtLeast(1)] Value a, [AtLeast(1)] Value b) => ComplexProduct(a, b, -1);

    [Operator(Widens = true)]
    public static Value ConvTransposeWithDynamicPads(
        [AtLeast(3)] Value x, [AtLeast(3)] Value w, Value? pads = null, [Rank(1)] Value? b = null, string autoPad = "NOTSET", long[]? dilations = null, long group = 1,
        long[]? kernelShape = null, long[]? outputPadding = null, long[]? strides = null) =>
        TransposedConvolution.ConvTranspose(
            x, w, b, autoPad, dilations, group, outputPadding, null, pads is null ? null : DimVectors.Of(pads), strides);

    /// <summary>Whether no element is infinite (NaN), or of these only what the attributes ask for.</summary>
    [Operator]
    public static Value IsAllFinite(System.Collections.Generic.IReadOnlyList<Value> input, bool isinfOnly = false, bool isnanOnly = false)
    {
        Value[] fine = input.Select(x => Views.Reshape(
            Reductions.Fold(Reduction.And, Map(x, a => IsFine(a, isinfOnly, isnanOnly)), Enumerable.Range(0, x.Rank).ToArray()), Shape.Scalar)).ToArray();
        return fine.Aggregate((all, one) => Map(all, one, And));
    }

    /// <summary>The bias that a score gets for the distance of its key from its query, [1, heads, queries, keys].</summary>
    /// <param name="biasTable">For each bucket of distances and each head, [buckets, heads].</param>
    /// <param name="maxDistance">From which on all distances share a bucket; the buckets grow in proportion to the distance.</param>
    [Operator(Widens = true)]
    public static Value RelativePositionBias(Value biasTable, Value queryLength, Value keyLength, long maxDistance, bool isBidirectional = false)
    {
        if (!biasTable.Shape[0].IsConstant)
            throw new ModelException("The number of buckets must be known when compiling.");
        long buckets = biasTable.Shape[0].Value / (isBidirectional ? 2 : 1);
        Shape shape = Shape.Of(DimVectors.Scalar(queryLength), DimVectors.Scalar(keyLength));
        Value bucket = MapOver(biasTable.Scope, shape, Array.Empty<Value>(), _ => Bucket(ScalarExpr.Index(1) - ScalarExpr.Index(0), buckets, maxDistance, isBidirectional));
        return Views.Unsqueeze(Views.MoveAxis(Indexing.Take(biasTable, bucket, 0), 2, 0), 0);
    }

    /// <summary>Scores of tokens [N, vocabulary], where those are −∞ that would repeat a sequence of tokens.</summary>
    /// <param name="inputIds">The tokens so far, [N, L].</param>
    [Operator]
    public static Value NGramRepeatBlock(Value inputIds, Value scores, long ngramSize)
    {
        Scope scope = scores.Scope;
        Dim samples = inputIds.Shape[0];
        Dim length = inputIds.Shape[1];
        Dim starts = Dim.Max(length - ngramSize + 1, 0);
        Value matches = Fill(scope, Shape.Of(samples, starts), ScalarExpr.Literal(ElementType.Bool, 1L));
        for (int i = 0; i < ngramSize - 1; i++)
            matches = Map(matches, Views.Slice(inputIds, 1, i, starts), Views.Slice(inputIds, 1, length - ngramSize + 1 + i, 1), (m, a, b) => And(m, Equal(a, b)));
        Value penalty = Map(matches, m => Select(m, ScalarExpr.Literal(scores.ElementType, double.NegativeInfinity), ScalarExpr.Literal(scores.ElementType, double.PositiveInfinity)));
        Value tokens = Cast(Views.Slice(inputIds, 1, ngramSize - 1, starts), ElementType.Int64);
        return scope.Add(new Scatter(1, ScatterOperation.Min), scores, tokens, penalty);
    }

    static Value ComplexProduct(Value a, Value b, double sign)
    {
        int last = a.Rank - 1;
        (Value real, Value imaginary) = (Views.Slice(a, last, 0, 1), Views.Slice(a, last, 1, 1));
        (Value otherReal, Value other) = (Views.Slice(b, b.Rank - 1, 0, 1), Views.Slice(b, b.Rank - 1, 1, 1));
        Value first = Map(new[] { real, imaginary, otherReal, other }, e => (e[0] * e[2]) - (sign * e[1] * e[3]));
        Value second = Map(new[] { real, imaginary, otherReal, other }, e => (sign * e[0] * e[3]) + (e[1] * e[2]));
        return a.Scope.Add(new Concat(first.Rank - 1), first, second);
    }

    static ScalarExpr IsFine(ScalarExpr a, bool infinityOnly, bool notANumberOnly)
    {
        ScalarExpr infinite = ScalarExpr.Apply(ScalarOperation.IsInfinite, a);
        return Not(infinityOnly ? infinite : notANumberOnly ? IsNaN(a) : Or(infinite, IsNaN(a)));
    }

    static ScalarExpr Bucket(ScalarExpr distance, long buckets, long maxDistance, bool isBidirectional)
    {
        ScalarExpr Whole(long value) => ScalarExpr.Literal(ElementType.Int64, value);
        ScalarExpr offset = isBidirectional ? Select(Less(Whole(0), distance), Whole(buckets), Whole(0)) : Whole(0);
        ScalarExpr n = isBidirectional ? Abs(distance) : Maximum(-distance, Whole(0));
        long exact = buckets / 2;
        double step = (buckets - exact) / Math.Log(maxDistance / (double)exact);
        ScalarExpr logarithm = Log(Cast(Maximum(n, Whole(1)), ElementType.Float) / exact) * step;
        ScalarExpr far = Minimum(Whole(exact) + Cast(logarithm, ElementType.Int64), Whole(buckets - 1));
        return offset + Select(Less(n, Whole(exact)), n, far);
    }
}
