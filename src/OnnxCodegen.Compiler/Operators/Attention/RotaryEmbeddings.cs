using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Rotations of pairs of elements by angles that grow with the position.</summary>
internal static class RotaryEmbeddings
{
    /// <param name="x">[N, L, heads · size] or [N, heads, L, size].</param>
    /// <param name="cosCache">Cosines by position [positions, size / 2], or of the elements themselves [N, L, size / 2] without
    /// <paramref name="positionIds"/>.</param>
    /// <param name="interleaved">Pairs are neighbours; else they lie half the rotated size apart.</param>
    [Operator(Widens = true), Since(23)]
    public static Value RotaryEmbedding(
        Value x, Value cosCache, Value sinCache, Value? positionIds = null, long interleaved = 0, long numHeads = 0,
        long rotaryEmbeddingDim = 0)
    {
        Value heads = Heads.Split(x, numHeads);
        Dim size = heads.Shape[3];
        Dim rotated = rotaryEmbeddingDim == 0 ? size : rotaryEmbeddingDim;
        Value rotation = Rotate(
            Views.Slice(heads, 3, 0, rotated), PerHead(cosCache, positionIds), PerHead(sinCache, positionIds), interleaved != 0);
        Value whole = rotated == size
            ? rotation
            : x.Scope.Add(new Concat(3), rotation, Views.Slice(heads, 3, rotated, size - rotated));
        return x.Rank == 3 ? Heads.Join(whole) : whole;
    }

    static Value Rotate(Value x, Value cosine, Value sine, bool interleaved)
    {
        Dim half = x.Shape[3] / 2;
        Value a = interleaved ? Views.Slice(x, 3, 0, half, 2) : Views.Slice(x, 3, 0, half);
        Value b = interleaved ? Views.Slice(x, 3, 1, half, 2) : Views.Slice(x, 3, half, half);
        Value real = (cosine * a) - (sine * b);
        Value imaginary = (sine * a) + (cosine * b);
        return interleaved
            ? Views.Reshape(x.Scope.Add(new Concat(4), Views.Unsqueeze(real, 4), Views.Unsqueeze(imaginary, 4)), x.Shape)
            : x.Scope.Add(new Concat(3), real, imaginary);
    }

    /// <summary>[N, 1, L, size / 2].</summary>
    static Value PerHead(Value cache, Value? positions)
    {
        Value chosen = positions is null ? cache : Indexing.Take(cache, Indexing.Wrap(positions, cache.Shape[0]), 0);
        return chosen.Rank == 3
            ? Views.Unsqueeze(chosen, 1)
            : throw new ModelException($"A rotation by angles {chosen.Shape} is not defined.");
    }
}
