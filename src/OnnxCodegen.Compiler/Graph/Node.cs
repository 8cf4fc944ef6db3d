using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler;

/// <summary>An application of a primitive. Its result types are computed when it is made.</summary>
internal sealed class Node
{
    internal Node(Scope scope, int id, Primitive primitive, IReadOnlyList<Value> inputs)
    {
        Scope = scope;
        Id = id;
        Primitive = primitive;
        Inputs = inputs;
        Provenance = scope.Provenance;
        Origins = scope.Origins;
        Outputs = primitive.Infer(inputs).Select((type, index) => new Value(this, index, type)).ToArray();
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
}
