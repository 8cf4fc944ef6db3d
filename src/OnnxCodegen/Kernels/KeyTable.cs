using System;
using System.Collections.Generic;

namespace OnnxCodegen.Kernels;

/// <summary>Finds elements among constant keys.</summary>
public static class KeyTable
{
    /// <summary>For every element one more than the place of its key, the first of equal ones; 0 for what is no key. NaN is a key.</summary>
    /// <param name="isStrict">An element that is no key is an error.</param>
    /// <exception cref="ArgumentException">An element is no key, and that is an error.</exception>
    public static void Find<T>(ReadOnlySpan<T> x, Span<long> y, KeyTable<T> keys, bool isStrict)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(keys);
        keys.Find(x, y);
        int unknown = isStrict ? y.IndexOf(0) : -1;
        if (unknown >= 0)
            throw new ArgumentException($"'{x[unknown]}' is no known category.", nameof(x));
    }
}

/// <summary>Constant keys with their places.</summary>
public sealed class KeyTable<T>
    where T : notnull
{
    readonly TextTable? texts;
    readonly Dictionary<T, int> places = [];

    /// <summary>Numbers the keys from 0 on.</summary>
    public KeyTable(T[] keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        texts = keys is string[] words ? TextTable.TryMake(words) : null;
        if (texts is not null)
            return;
        places.EnsureCapacity(keys.Length);
        for (int i = 0; i < keys.Length; i++)
            places.TryAdd(keys[i], i);
    }

    internal void Find(ReadOnlySpan<T> x, Span<long> y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            if (texts is not null)
                y[i] = texts.Place((string)(object)x[i]) + 1;
            else
                y[i] = places.TryGetValue(x[i], out int place) ? place + 1 : 0;
        }
    }
}
