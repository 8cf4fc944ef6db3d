using System.Collections.Generic;

namespace OnnxCodegen.Compiler.Import;

/// <summary>A type as the model declares it.</summary>
internal abstract record OnnxType
{
    /// <param name="Element">The type of the elements.</param>
    /// <param name="Dims">The shape; null when not even the rank is declared.</param>
    public sealed record Tensor(ElementType Element, IReadOnlyList<OnnxDim>? Dims) : OnnxType;

    public sealed record SparseTensor(ElementType Element, IReadOnlyList<OnnxDim>? Dims) : OnnxType;

    public sealed record Sequence(OnnxType Element) : OnnxType;

    public sealed record Optional(OnnxType Element) : OnnxType;

    public sealed record Map(ElementType Key, OnnxType Value) : OnnxType;

    public sealed record Opaque(string Domain, string Name) : OnnxType;
}

/// <summary>A declared dim: a number, a symbol, or unknown when both are null.</summary>
internal sealed record OnnxDim(long? Length, string? Symbol);
