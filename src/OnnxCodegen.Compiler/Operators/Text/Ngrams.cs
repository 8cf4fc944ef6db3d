using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Counts of runs of words or numbers.</summary>
internal static class Ngrams
{
    /// <summary>For each row how often the runs of the pool occur in it, a column each: the number (TF), its weight where there is one (IDF), or
    /// both multiplied (TFIDF).</summary>
    /// <param name="maxSkipCount">The largest number of items between two of a run.</param>
    /// <param name="ngramCounts">Where in the pool the runs of each length begin.</param>
    /// <param name="ngramIndexes">The column of each run.</param>
    /// <param name="weights">The weight of each run.</param>
    [Operator, Since(9)]
    public static Value TfIdfVectorizer(
        Value x, long maxGramLength, long maxSkipCount, long minGramLength, string mode, long[] ngramCounts, long[] ngramIndexes,
        long[]? poolInt64s = null, string[]? poolStrings = null, double[]? weights = null)
    {
        if (x.Rank is not (1 or 2))
            throw new ModelException($"The items lie in a tensor of rank 1 or 2, but it is of type {x.Type}.");
        bool isText = x.ElementType == ElementType.String;
        Tensor pool = isText && poolStrings is not null ? new Tensor(ElementType.String, [poolStrings.Length], poolStrings)
            : !isText && poolInt64s is not null ? Tensor.Vector(poolInt64s)
            : throw new ModelException(DiagnosticCode.InvalidAttribute, $"The pool has no runs of items of type {x.ElementType.OnnxName()}.");
        Check(pool.Length, minGramLength, maxGramLength, maxSkipCount, ngramCounts, ngramIndexes);
        long width = ngramIndexes.Length == 0 ? 0 : ngramIndexes.Max() + 1;
        Value items = isText ? x : Cast(x, ElementType.Int64);
        Value counts = Count(items, pool, (int)minGramLength, (int)maxGramLength, (int)maxSkipCount, ngramCounts, ngramIndexes, width);
        if (mode == "TF")
            return counts;
        Value weight = x.Scope.Constant(new Tensor(ElementType.Float, [width], Weights(weights, ngramIndexes, width)));
        return mode switch
        {
            "IDF" => Map(counts, weight, (n, w) => Select(Less(ScalarExpr.Literal(ElementType.Float, 0), n), w, ScalarExpr.Literal(ElementType.Float, 0))),
            "TFIDF" => counts * weight,
            _ => throw new ModelException(DiagnosticCode.InvalidAttribute, $"The mode '{mode}' is none of TF, IDF and TFIDF."),
        };
    }

    static Value Count(Value x, Tensor pool, int shortest, int longest, int skips, long[] starts, long[] outputs, long width)
    {
        string type = $"{RuntimeNames.NgramTable}<{pool.Type.CSharpName()}>";
        var table = new StaticObject(type, "ngrams", "new " + type, new object[] { pool, Tensor.Vector(starts), Tensor.Vector(outputs) });
        Dim rows = x.Rank == 2 ? x.Shape[0] : Dim.One;
        Dim columns = x.Shape[x.Rank - 1];
        var function = new CallFunction(
            $"{RuntimeNames.CountNgrams}<{pool.Type.CSharpName()}>", [table, rows, columns, (int)width, shortest, longest, skips],
            (inputs, sizes) => [Count(inputs[0], Runs(pool, starts, outputs), columns.Evaluate(sizes), width, shortest, longest, skips)]);
        return x.Scope.Add(new Call(function, [new TensorType(ElementType.Float, new Shape(x.Shape.Take(x.Rank - 1).Append(width)))]), x);
    }

    /// <summary>The columns of the runs, each written as one text.</summary>
    static Dictionary<string, long> Runs(Tensor pool, long[] starts, long[] outputs)
    {
        var runs = new Dictionary<string, long>();
        int run = 0;
        for (int length = 1; length <= starts.Length; length++)
        {
            long end = length < starts.Length ? starts[length] : pool.Length;
            for (long at = starts[length - 1]; at < end; at += length)
                runs[Key(pool, at, length, 1)] = outputs[run++];
        }
        return runs;
    }

    static Tensor Count(Tensor x, Dictionary<string, long> runs, long columns, long width, int shortest, int longest, int skips)
    {
        long rows = x.Rank == 2 ? x.Dims[0] : 1;
        var counts = new double[rows * width];
        for (long row = 0; row < rows; row++)
            for (int step = 1; step <= skips + 1; step++)
                for (int length = step == 1 ? shortest : Math.Max(shortest, 2); length <= longest; length++)
                    for (long start = 0; start + ((length - 1) * step) < columns; start++)
                        if (runs.TryGetValue(Key(x, (row * columns) + start, length, step), out long column))
                            counts[(row * width) + column]++;
        return new Tensor(ElementType.Float, x.Dims.Take(x.Rank - 1).Append(width).ToArray(), counts);
    }

    static string Key(Tensor items, long start, int length, int step) => string.Concat(
        Enumerable.Range(0, length).Select(i => items.Data.GetValue(start + (i * step))!.ToString()).Select(item => $"{item.Length}:{item}"));

    /// <summary>The weights of the columns.</summary>
    static double[] Weights(double[]? weights, long[] columns, long width)
    {
        double[] result = Enumerable.Repeat(1.0, (int)width).ToArray();
        if (weights is null || weights.Length == 0)
            return result;
        if (weights.Length != columns.Length)
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"There are {weights.Length} weights for {columns.Length} runs.");
        for (int run = 0; run < columns.Length; run++)
            result[columns[run]] = weights[run];
        return result;
    }

    static void Check(long pool, long shortest, long longest, long skips, long[] starts, long[] outputs)
    {
        if (shortest < 1 || longest < shortest || longest > starts.Length || skips is < 0 or > int.MaxValue - 1)
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"Runs of {shortest} to {longest} items with {skips} between cannot be counted.");
        long runs = 0;
        for (int length = 1; length <= starts.Length; length++)
        {
            long items = (length < starts.Length ? starts[length] : pool) - starts[length - 1];
            if (starts[length - 1] < 0 || items < 0 || items % length != 0)
                throw new ModelException(DiagnosticCode.InvalidAttribute, $"The pool does not hold whole runs of {length} items.");
            runs += items / length;
        }
        if (runs != outputs.Length || outputs.Any(column => column is < 0 or >= int.MaxValue))
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"There are {runs} runs, but {outputs.Length} columns for them.");
    }
}
