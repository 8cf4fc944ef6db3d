using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Kernels;

/// <summary>Functions of maps from strings or integers to numbers or strings.</summary>
public static class Maps
{
    /// <summary>For each row of a matrix the scores by their labels.</summary>
    /// <param name="scores">Begins with the rows.</param>
    /// <param name="labels">The label of each column.</param>
    /// <param name="rows">The number of rows.</param>
    public static IReadOnlyList<IReadOnlyDictionary<TKey, float>> Zip<TKey>(ReadOnlySpan<float> scores, TKey[] labels, int rows)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(labels);
        return new ZipMap<TKey>(labels, scores[..(rows * labels.Length)].ToArray());
    }

    /// <summary>The values of the given keys, the type's default where the map lacks one.</summary>
    /// <param name="map">The map.</param>
    /// <param name="values">Receives a value for each key.</param>
    /// <param name="keys">The keys.</param>
    public static void Values<TKey, TValue>(IReadOnlyDictionary<TKey, TValue> map, Span<TValue> values, TKey[] keys)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(keys);
        for (int i = 0; i < keys.Length; i++)
            values[i] = map.TryGetValue(keys[i], out TValue? value) ? value : Default<TValue>();
    }

    /// <summary>All values in the order of their keys.</summary>
    /// <param name="map">The map.</param>
    /// <param name="values">Receives a row of values.</param>
    public static void Dense<TValue>(IReadOnlyDictionary<long, TValue> map, ref Output<TValue> values)
    {
        ArgumentNullException.ThrowIfNull(map);
        TValue[] sorted = [.. map.OrderBy(entry => entry.Key).Select(entry => entry.Value)];
        sorted.CopyTo(values.Allocate([1, sorted.Length]));
    }

    /// <summary>The values of the keys from 0 on.</summary>
    /// <param name="map">The map.</param>
    /// <param name="values">Receives a value for each key.</param>
    /// <param name="count">The number of keys.</param>
    /// <param name="missing">The value where the map lacks a key.</param>
    public static void Sparse<TValue>(IReadOnlyDictionary<long, TValue> map, Span<TValue> values, int count, TValue missing)
    {
        ArgumentNullException.ThrowIfNull(map);
        for (int key = 0; key < count; key++)
            values[key] = map.TryGetValue(key, out TValue? value) ? value : missing;
    }

    static T Default<T>() => typeof(T) == typeof(string) ? (T)(object)string.Empty : default!;
}
