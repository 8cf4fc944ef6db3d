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

    public string Argument => (IsReference ? "ref " : string.Empty) + Name;

    public static Parameter Of(Buffer buffer, bool isWritten) =>
        new($"{(isWritten ? "Span" : "ReadOnlySpan")}<{buffer.Type.CSharpName()}>", buffer.Name);

    /// <summary>A result of the forward pass.</summary>
    public static Parameter Output(ElementType type, string name) => new($"{Reference}Output<{type.CSharpName()}>", name);
}
