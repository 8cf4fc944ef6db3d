using System.Collections.Generic;

namespace OnnxCodegen.Compiler.Import;

/// <summary>The kinds of attributes, numbered as <c>AttributeProto.AttributeType</c> of the standard.</summary>
internal enum OnnxAttributeKind
{
    Undefined = 0,
    Float = 1,
    Int = 2,
    String = 3,
    Tensor = 4,
    Graph = 5,
    Floats = 6,
    Ints = 7,
    Strings = 8,
    Tensors = 9,
    Graphs = 10,
    SparseTensor = 11,
    SparseTensors = 12,
    TypeProto = 13,
    TypeProtos = 14,
}

/// <summary>An attribute of a node. The typed accessors throw <see cref="ModelException"/> for attributes of other kinds.</summary>
/// <param name="Name">The attribute's name.</param>
/// <param name="Kind">The declared kind; a reference may leave it undefined.</param>
/// <param name="Content">The value in the type of the accessor for <paramref name="Kind"/>; null for a reference.</param>
/// <param name="Reference">Within a function: the attribute of the function that gives the value; otherwise null.</param>
internal sealed record OnnxAttribute(string Name, OnnxAttributeKind Kind, object? Content, string? Reference = null)
{
    public float Float => Get<float>();

    public long Int => Get<long>();

    public string String => Get<string>();

    /// <summary>A dense or a sparse tensor.</summary>
    public TensorData Tensor => Get<TensorData>();

    public OnnxGraph Graph => Get<OnnxGraph>();

    public OnnxType TypeProto => Get<OnnxType>();

    public IReadOnlyList<float> Floats => Get<IReadOnlyList<float>>();

    public IReadOnlyList<long> Ints => Get<IReadOnlyList<long>>();

    public IReadOnlyList<string> Strings => Get<IReadOnlyList<string>>();

    /// <summary>Dense or sparse tensors.</summary>
    public IReadOnlyList<TensorData> Tensors => Get<IReadOnlyList<TensorData>>();

    public IReadOnlyList<OnnxGraph> Graphs => Get<IReadOnlyList<OnnxGraph>>();

    public IReadOnlyList<OnnxType> TypeProtos => Get<IReadOnlyList<OnnxType>>();

    T Get<T>() => Content is T value
        ? value
        : throw new ModelException(DiagnosticCode.InvalidAttribute, $"The attribute '{Name}' is of kind {Kind}, which does not fit its use.");
}
