using System.Collections.Generic;

namespace OnnxCodegen.Compiler.Import;

/// <summary>The value of an input or an output.</summary>
internal abstract record OnnxValue
{
    public sealed record Tensor(TensorData Data) : OnnxValue;

    public sealed record Sequence(IReadOnlyList<OnnxValue> Elements) : OnnxValue;

    /// <param name="Element">Null when the value is absent.</param>
    public sealed record Optional(OnnxValue? Element) : OnnxValue;

    /// <param name="Keys">A vector of integers or strings.</param>
    /// <param name="Values">One for each key.</param>
    public sealed record Map(TensorData Keys, IReadOnlyList<OnnxValue> Values) : OnnxValue;
}
