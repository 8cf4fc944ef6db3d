using System.Collections.Generic;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Where the elements of a buffer live.</summary>
internal enum Storage
{
    /// <summary>A span that the caller passed in.</summary>
    Input,

    /// <summary>A span of a result, the caller's or a new array.</summary>
    Output,

    /// <summary>Elements inside the model's file or one beside it, used in place.</summary>
    Weight,

    /// <summary>Elements printed into the program.</summary>
    Literal,

    /// <summary>Memory of the call whose size is known when the call starts.</summary>
    Arena,

    /// <summary>Memory of the call whose size is known only later.</summary>
    Late,

    /// <summary>Memory that is filled once, when the model is first used.</summary>
    Prepared,

    /// <summary>An array of managed elements (strings), made for the call.</summary>
    Managed,

    /// <summary>A local that holds a sequence, an optional, a map or a tensor that carries its shape.</summary>
    Object,
}

/// <summary>A run of elements in memory.</summary>
/// <param name="Id">Number in order of creation.</param>
/// <param name="Name">The name of the local or field in the emitted code.</param>
/// <param name="Length">The number of elements.</param>
internal sealed record Buffer(int Id, string Name, ElementType Type, Dim Length, Storage Storage, Literal? Literal = null)
{
    /// <summary>The type of the object that the buffer is; null for one of elements.</summary>
    public ValueType? Object { get; init; }

    public bool Equals(Buffer? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Id;
}

/// <summary>How the elements of a tensor are found in a buffer: an offset and a stride for each of the tensor's axes, in elements.</summary>
internal sealed record Access(Buffer Buffer, Dim Offset, IReadOnlyList<Dim> Strides);
