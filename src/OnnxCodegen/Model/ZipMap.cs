using System;
using System.Collections;
using System.Collections.Generic;

namespace OnnxCodegen;

/// <summary>Class scores by their labels: for every row a dictionary over one row of a dense matrix, which all rows share.</summary>
/// <typeparam name="TKey">Labels are strings or 64-bit integers.</typeparam>
public sealed class ZipMap<TKey> : IReadOnlyList<IReadOnlyDictionary<TKey, float>>
    where TKey : notnull
{
    readonly TKey[] keys;
    readonly float[] scores;
    readonly Dictionary<TKey, int> columns;

    /// <summary>Labels the columns of a matrix.</summary>
    /// <param name="keys">The label of each column; each once.</param>
    /// <param name="scores">The rows of the matrix, one after the other.</param>
    /// <exception cref="ArgumentException">The scores do not fill whole rows.</exception>
    public ZipMap(TKey[] keys, float[] scores)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(scores);
        if (keys.Length == 0 || scores.Length % keys.Length != 0)
            throw new ArgumentException($"{scores.Length} scores are not rows of {keys.Length} labels.", nameof(scores));
        this.keys = keys;
        this.scores = scores;
        columns = new Dictionary<TKey, int>(keys.Length);
        for (int column = 0; column < keys.Length; column++)
            columns.TryAdd(keys[column], column);
    }

    /// <inheritdoc/>
    public int Count => scores.Length / keys.Length;

    /// <summary>The scores of a row by their labels.</summary>
    public IReadOnlyDictionary<TKey, float> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return new Row(this, index * keys.Length);
        }
    }

    /// <inheritdoc/>
    public IEnumerator<IReadOnlyDictionary<TKey, float>> GetEnumerator()
    {
        for (int row = 0; row < Count; row++)
            yield return this[row];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    sealed class Row(ZipMap<TKey> map, int offset) : IReadOnlyDictionary<TKey, float>
    {
        public int Count => map.keys.Length;

        public IEnumerable<TKey> Keys => map.keys;

        public IEnumerable<float> Values => new ArraySegment<float>(map.scores, offset, Count);

        public float this[TKey key] => map.scores[offset + map.columns[key]];

        public bool ContainsKey(TKey key) => map.columns.ContainsKey(key);

        public bool TryGetValue(TKey key, out float value)
        {
            bool found = map.columns.TryGetValue(key, out int column);
            value = found ? map.scores[offset + column] : 0;
            return found;
        }

        public IEnumerator<KeyValuePair<TKey, float>> GetEnumerator()
        {
            for (int column = 0; column < Count; column++)
                yield return new(map.keys[column], map.scores[offset + column]);
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
