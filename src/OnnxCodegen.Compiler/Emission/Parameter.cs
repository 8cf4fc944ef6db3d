using OnnxCodegen.Compiler.Planning;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>A parameter of a method, and the local of the same name that is its argument.</summary>
/// <param name="Type">The type, with how it is passed.</param>
internal sealed record Parameter(string Type, string Name)
{
    const string Reference = "scoped ref ";

    public bool IsReference => Type.StartsWith(Reference, System.StringComparison.Ordinal);

    public bool IsSpan => Type.Contains("Span<");

    public string Declaration => $"{Type} {Name}";

    /// <summary>The same, where it is a span one that does not leave by what the method hands out.</summary>
    public Parameter Scoped() => IsSpan ? this with { Type = "scoped " + Type } : this;

    public string Argument => (IsReference ? "ref " : string.Empty) + Name;

    public static Parameter Of(Buffer buffer, bool isWritten) => new(
        buffer.Object is { } type ? type.CSharpName() : $"{(isWritten ? "Span" : "ReadOnlySpan")}<{buffer.Type.CSharpName()}>", buffer.Name);

    /// <summary>A result of the forward pass.</summary>
    /// <param name="isNatural">Whether an object is handed to the caller of the model.</param>
    public static Parameter Output(ValueType type, string name, bool isNatural) => new(
        Reference + (type is TensorType tensor ? $"Output<{tensor.Element.CSharpName()}>" : isNatural ? CSharpTypes.Natural(type) : type.CSharpName()), name);
}
