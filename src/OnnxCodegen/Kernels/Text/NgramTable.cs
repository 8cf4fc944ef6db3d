using System;
using System.Collections.Generic;

namespace OnnxCodegen.Kernels;

/// <summary>Runs of items, each with the column in which its occurrences are counted: a tree from item to item.</summary>
/// <typeparam name="T">Items are strings or 64-bit integers.</typeparam>
public sealed class NgramTable<T>
    where T : notnull
{
    const int None = -1;

    readonly Dictionary<(int Node, T Item), int> next = [];
    readonly List<int> columns = [None];

    /// <summary>Builds the tree.</summary>
    /// <param name="pool">The items of all runs, those of one item first, then those of two, and so on.</param>
    /// <param name="starts">Where in the pool the runs of each length begin.</param>
    /// <param name="outputs">The column of each run.</param>
    public NgramTable(T[] pool, long[] starts, long[] outputs)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(starts);
        ArgumentNullException.ThrowIfNull(outputs);
        int run = 0;
        for (int length = 1; length <= starts.Length; length++)
        {
            long end = length < starts.Length ? starts[length] : pool.Length;
            for (long at = starts[length - 1]; at < end; at += length)
                columns[Path(pool.AsSpan((int)at, length))] = (int)outputs[run++];
        }
    }

    /// <summary>The node behind another one; −1 where no run leads there.</summary>
    internal int Next(int node, T item) => next.TryGetValue((node, item), out int found) ? found : None;

    /// <summary>The column of the run that ends at a node; −1 where none does.</summary>
    internal int Column(int node) => columns[node];

    int Path(ReadOnlySpan<T> items)
    {
        int node = 0;
        foreach (T item in items)
        {
            if (!next.TryGetValue((node, item), out int child))
            {
                child = columns.Count;
                next.Add((node, item), child);
                columns.Add(None);
            }
            node = child;
        }
        return node;
    }
}

/// <summary>Counts runs of items.</summary>
public static class Ngrams
{
    /// <summary>The number of occurrences of each run in each row. Items of a run stand side by side, or up to <paramref name="skips"/> other
    /// ones apart, always the same number; single items are counted once.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="y">Receives the numbers, a row for each row.</param>
    /// <param name="table">The runs.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of items of a row.</param>
    /// <param name="width">The number of columns of the result.</param>
    /// <param name="shortest">The least length of a run.</param>
    /// <param name="longest">The largest length of a run.</param>
    /// <param name="skips">The largest number of items between two of a run.</param>
    public static void Count<T>(
        ReadOnlySpan<T> x, Span<float> y, NgramTable<T> table, int rows, int columns, int width, int shortest, int longest, int skips)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(table);
        y[..(rows * width)].Clear();
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<T> items = x.Slice(row * columns, columns);
            Span<float> counts = y.Slice(row * width, width);
            for (int step = 1; step <= skips + 1; step++)
            {
                int least = step == 1 ? shortest : Math.Max(shortest, 2);
                for (int start = 0; start < columns; start++)
                    CountFrom(items[start..], counts, table, step, least, longest);
            }
        }
    }

    static void CountFrom<T>(ReadOnlySpan<T> items, Span<float> counts, NgramTable<T> table, int step, int shortest, int longest)
        where T : notnull
    {
        int node = 0;
        for (int length = 1, at = 0; length <= longest && at < items.Length; length++, at += step)
        {
            node = table.Next(node, items[at]);
            if (node < 0)
                return;
            int column = table.Column(node);
            if (length >= shortest && column >= 0)
                counts[column]++;
        }
    }
}
