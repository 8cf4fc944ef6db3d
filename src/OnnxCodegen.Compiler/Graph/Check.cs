namespace OnnxCodegen.Compiler;

/// <summary>A fact about run-time sizes that was assumed without proof: a length is the expected one.</summary>
/// <param name="MayBeOne">Whether the length may also be 1, as of an axis that broadcasts.</param>
/// <param name="Message">What must hold, with the ONNX node and the tensors.</param>
internal sealed record Check(Dim Actual, Dim Expected, bool MayBeOne, string Message);
