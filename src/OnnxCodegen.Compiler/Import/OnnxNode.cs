using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Import;

/// <summary>A use of an operator or of a function.</summary>
internal sealed record OnnxNode
{
    /// <summary>The node's name; often an empty string.</summary>
    public required string Name { get; init; }

    /// <summary>The operator set of the operator; the standard's own is the empty string.</summary>
    public required string Domain { get; init; }

    /// <summary>The name of the operator or function (op_type).</summary>
    public required string Operator { get; init; }

    /// <summary>Tells functions of one name apart.</summary>
    public required string Overload { get; init; }

    /// <summary>Names of values; an empty string for an optional input that is not given.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Names of values; an empty string for an output that is not used.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }

    public required IReadOnlyList<OnnxAttribute> Attributes { get; init; }

    /// <summary>The versions that the node was written for: those of the model, or of the function that it comes from.</summary>
    public required OpsetImports OpsetImports { get; init; }

    public string Documentation { get; init; } = string.Empty;

    /// <summary>The version of the node's domain; null when it is not imported.</summary>
    public long? OpsetVersion => OpsetImports[Domain];

    /// <summary>The name for messages and comments: the node's own, or that of its first output.</summary>
    public string DisplayName => Name.Length > 0 ? Name : Outputs.FirstOrDefault(output => output.Length > 0) ?? string.Empty;

    /// <summary>The operator for messages, with its domain.</summary>
    public string DisplayOperator => Domain.Length > 0 ? Domain + "." + Operator : Operator;

    public OnnxAttribute? Attribute(string name) => Attributes.FirstOrDefault(attribute => attribute.Name == name);
}
