using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Primitives;

/// <summary>Uniform 32-bit numbers, each a function of the seed, the stream and the element's position alone: the upper half of
/// <see cref="Mix"/>. Without a seed every call takes a new one.</summary>
/// <param name="Stream">Tells independent draws of one operator apart.</param>
internal sealed record Random(long? Seed, int Stream, Shape Shape) : Primitive
{
    public override IEnumerable<Dim> Dims => Shape;

    public override bool IsPure => false;

    /// <summary>The place in <see cref="Mix"/>'s sequence of the first number, where there is a seed.</summary>
    public ulong? Start => Seed is { } seed ? Mix(unchecked((ulong)seed + (ulong)Stream)) : null;

    public override IReadOnlyList<ValueType> Infer(IReadOnlyList<Value> inputs) => Types(ElementType.UInt32, Shape);

    public override IReadOnlyList<Tensor> Evaluate(IReadOnlyList<Tensor> inputs, Func<Symbol, long> sizes, IReadOnlyList<Value> outputs)
    {
        Tensor result = Tensor.New(ElementType.UInt32, Shape.Select(d => d.Evaluate(sizes)).ToArray());
        ulong start = Start ?? Mix(unchecked((ulong)DateTime.UtcNow.Ticks) + (ulong)Stream);
        for (int i = 0; i < result.Length; i++)
            result.Longs[i] = (long)(Mix(unchecked(start + (ulong)i)) >> 32);
        return new[] { result };
    }

    /// <summary>The n-th number of SplitMix64 (Steele, Lea and Flood, 2014).</summary>
    public static ulong Mix(ulong n)
    {
        unchecked
        {
            ulong z = (n + 1) * 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    public override string Print() => $"Random<{(Seed is { } seed ? "seed " + seed : "fresh")}; {Stream}; {Shape}>";
}
