using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Import;

/// <summary>A graph of nodes: that of the model, or one in an attribute, which also sees the values around it.</summary>
internal sealed record OnnxGraph
{
    public required string Name { get; init; }

    /// <summary>The declared inputs, with those that an initializer gives a value.</summary>
    public required IReadOnlyList<OnnxValueInfo> Inputs { get; init; }

    public required IReadOnlyList<OnnxValueInfo> Outputs { get; init; }

    /// <summary>Declared types of inner values.</summary>
    public required IReadOnlyList<OnnxValueInfo> Values { get; init; }

    /// <summary>Named tensors: constants, and defaults of inputs of the same name.</summary>
    public required IReadOnlyList<TensorData> Initializers { get; init; }

    public required IReadOnlyList<OnnxNode> Nodes { get; init; }

    public string Documentation { get; init; } = string.Empty;

    /// <summary>The names of all values that the graph itself gives or makes.</summary>
    public IEnumerable<string> Names() => Inputs.Select(input => input.Name)
        .Concat(Initializers.Select(tensor => tensor.Name))
        .Concat(Nodes.SelectMany(node => node.Outputs));

    /// <summary>The inputs that no initializer gives a value.</summary>
    public IEnumerable<OnnxValueInfo> RequiredInputs
    {
        get
        {
            var initialized = new HashSet<string>(Initializers.Select(tensor => tensor.Name));
            return Inputs.Where(input => !initialized.Contains(input.Name));
        }
    }
}
