namespace OnnxCodegen.Compiler;

/// <summary>How exactly the emitted code follows the standard's arithmetic.</summary>
internal enum Precision
{
    /// <summary>Half-like types stay wide from operator to operator; large convolutions may use Winograd's algorithm, and scales go into weights.</summary>
    Default,

    /// <summary>No approximate algorithms; half-like types are rounded once per ONNX operator.</summary>
    Exact,

    /// <summary>Half-like types are rounded where a fused expression ends.</summary>
    Fast,
}

/// <summary>What a project says about one of its models. Equal options and equal files give equal code.</summary>
internal sealed record CompilerOptions
{
    public required string ClassName { get; init; }

    /// <summary>Empty for the global namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary><c>public</c> or <c>internal</c>.</summary>
    public string Accessibility { get; init; } = "public";

    /// <summary>The name of the embedded resource that holds the model's file; those of external data are its siblings.</summary>
    public required string Resource { get; init; }

    /// <summary>Numbers for free dims: <c>name=number</c>, separated by semicolons.</summary>
    public string Dims { get; init; } = string.Empty;

    public Precision Precision { get; init; }

    /// <summary>Whether the forward pass measures the time of every kernel call.</summary>
    public bool Profile { get; init; }

    /// <summary>Unique among the models of a project, and a valid file name.</summary>
    public string HintName => Namespace.Length == 0 ? ClassName : Namespace + "." + ClassName;
}
