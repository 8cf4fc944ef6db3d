namespace OnnxCodegen.Compiler.Import;

/// <summary>The declaration of an input, an output or an inner value.</summary>
/// <param name="Name">The name of the value.</param>
/// <param name="Type">Null when the model does not declare it.</param>
/// <param name="Documentation">The doc string, or an empty string.</param>
internal sealed record OnnxValueInfo(string Name, OnnxType? Type, string Documentation);
