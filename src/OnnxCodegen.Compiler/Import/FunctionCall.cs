using System.Collections.Generic;

namespace OnnxCodegen.Compiler.Import;

/// <summary>A function at the place of one call.</summary>
/// <param name="Function">What is called.</param>
/// <param name="Prefix">Begins the names of all that the call makes.</param>
/// <param name="Caller">The call around this one; null in the model's graph.</param>
internal sealed record FunctionCall(OnnxFunction Function, string Prefix, FunctionCall? Caller)
{
    /// <summary>The attributes of this call, by name, with the function's defaults.</summary>
    public Dictionary<string, OnnxAttribute> Attributes { get; } = new();

    public bool IsWithin(OnnxFunction function)
    {
        for (FunctionCall? call = this; call is not null; call = call.Caller)
        {
            if (ReferenceEquals(call.Function, function))
                return true;
        }
        return false;
    }
}
