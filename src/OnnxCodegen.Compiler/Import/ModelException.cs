using System;
using System.Text;

namespace OnnxCodegen.Compiler.Import;

/// <summary>A model that cannot be compiled. The message gives the reason, and the model, node and operator where known.</summary>
internal sealed class ModelException : Exception
{
    readonly DiagnosticCode? code;

    public ModelException(string reason, Exception? innerException = null)
        : this(reason, null, null, null, null, innerException)
    {
    }

    public ModelException(DiagnosticCode code, string reason)
        : this(reason, code, null, null, null, null)
    {
    }

    ModelException(string reason, DiagnosticCode? code, string? model, string? node, string? @operator, Exception? innerException)
        : base(Compose(reason, model, node, @operator), innerException)
    {
        this.code = code;
        Reason = reason;
        Model = model;
        Node = node;
        Operator = @operator;
    }

    /// <summary>The kind of problem.</summary>
    public DiagnosticCode Code => code ?? (Node is null && Operator is null ? DiagnosticCode.InvalidModel : DiagnosticCode.InvalidNode);

    /// <summary>What is wrong, in the words of the model.</summary>
    public string Reason { get; }

    /// <summary>The path of the model file.</summary>
    public string? Model { get; }

    /// <summary>The name of the node, or of its first output where it has none.</summary>
    public string? Node { get; }

    public string? Operator { get; }

    /// <summary>The same problem, located in a model.</summary>
    public ModelException InModel(string path) => new(Reason, code, Model ?? path, Node, Operator, this);

    /// <summary>The same problem, located at a node; the innermost node stands.</summary>
    /// <param name="tensors">What the node reads; empty for nothing.</param>
    public ModelException AtNode(string node, string @operator, string tensors = "") =>
        Node is null && Operator is null ? new(Reason + (tensors.Length > 0 ? $" The node reads {tensors}." : string.Empty), code, Model, node, @operator, this) : this;

    static string Compose(string reason, string? model, string? node, string? @operator)
    {
        var message = new StringBuilder();
        if (model is not null)
            message.Append(model).Append(": ");
        if (@operator is not null)
            message.Append(@operator).Append(' ');
        if (!string.IsNullOrEmpty(node))
            message.Append('\'').Append(node).Append("': ");
        else if (@operator is not null)
            message.Append("node: ");
        return message.Append(reason).ToString();
    }
}
