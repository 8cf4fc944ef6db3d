using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler;

/// <summary>An application of a primitive. Its result types are computed when it is made.</summary>
internal sealed class Node
{
    const int MaximumRank = 32;

    internal Node(Scope scope, int id, Primitive primitive, IReadOnlyList<Value> inputs)
    {
        Scope = scope;
        Id = id;
        Primitive = primitive;
        Inputs = inputs;
        Provenance = scope.Provenance;
        Origins = scope.Origins;
        Outputs = primitive.Infer(inputs).Select((type, index) => new Value(this, index, Checked(type))).ToArray();
    }

    public Scope Scope { get; }

    /// <summary>Number in order of creation: a node's inputs have smaller numbers.</summary>
    public int Id { get; }

    public Primitive Primitive { get; }

    public IReadOnlyList<Value> Inputs { get; }

    public IReadOnlyList<Value> Outputs { get; }

    /// <summary>The ONNX node that this one comes from, or the initializer that it is.</summary>
    public string Provenance { get; }

    /// <summary>The ONNX nodes that this one stands for; none for an initializer.</summary>
    public IReadOnlyList<string> Origins { get; }

    public Value Output => Outputs[0];

    /// <summary>The type of a result, when it is one of tensors that exist.</summary>
    static ValueType Checked(ValueType type)
    {
        if (type is not TensorType { Shape: var shape })
            return type;
        if (shape.Rank > MaximumRank)
            throw new ModelException($"A tensor has {shape.Rank} axes; at most {MaximumRank} are supported.");
        if (shape.FirstOrDefault(IsImpossible) is { } dim)
            throw new ModelException($"A tensor of shape {shape} has an axis of length {dim}.");
        double elements = shape.Where(d => d.IsConstant).Aggregate(1.0, (product, d) => product * d.Value);
        return elements <= Symbol.MaximumLength ? type
            : throw new ModelException($"A tensor of shape {shape} has too many elements: they are numbered by 32 bits.");
    }

    /// <summary>Whether no axis has that length; the multiples of a number above the largest length are 0 or too long.</summary>
    static bool IsImpossible(Dim dim) => dim.IsConstant
        ? dim.Value is < 0 or > Symbol.MaximumLength
        : dim.Terms is [{ Coefficient: < -Symbol.MaximumLength or > Symbol.MaximumLength }];
}
