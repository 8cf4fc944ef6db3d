using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>What follows the first layer of an expert: a function by name, times a second layer where there is one.</summary>
/// <param name="Fusion">Whether the first layer of a swiglu gives both parts: 1 in turn, 2 one behind the other.</param>
internal sealed record GatedActivation(string Name, double Alpha, double Beta, long Fusion, double? Limit)
{
    /// <param name="first">[experts, tokens, inner], twice as long where it holds both parts.</param>
    /// <param name="linear">[experts, tokens, inner].</param>
    public Value Apply(Value first, Value? linear)
    {
        if (Name == "swiglu")
            return SwiGlu(first, linear);
        Value y = Name switch
        {
            "relu" => Activations.Relu(first),
            "gelu" => Activations.Gelu(first, "tanh"),
            "silu" => Activations.Swish(first),
            "identity" => first,
            _ => throw new ModelException(DiagnosticCode.InvalidAttribute, $"The activation '{Name}' is unknown."),
        };
        return linear is null ? y : y * linear;
    }

    /// <summary>g · sigmoid(alpha · g) · (l + beta), both limited.</summary>
    Value SwiGlu(Value first, Value? linear)
    {
        Dim half = first.Shape[2] / 2;
        (Value gate, Value factor) = (Fusion, linear) switch
        {
            (0, { } given) => (first, given),
            (1, null) => (Views.Slice(first, 2, 0, half, 2), Views.Slice(first, 2, 1, half, 2)),
            (2, null) => (Views.Slice(first, 2, 0, half), Views.Slice(first, 2, half, half)),
            _ => throw new ModelException("The parts of swiglu are not given as swiglu_fusion says."),
        };
        return Map(gate, factor, (g, l) =>
        {
            ScalarExpr bounded = Limit is { } top ? Minimum(g, top) : g;
            ScalarExpr other = Limit is { } bound ? Maximum(Minimum(l, bound), -bound) : l;
            return bounded * Sigmoid(Alpha * bounded) * (other + Beta);
        });
    }
}
