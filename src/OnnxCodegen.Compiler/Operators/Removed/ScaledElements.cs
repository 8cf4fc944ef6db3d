using System.Linq;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Elementwise operators that were experimental and left the standard with version 10; old models carry them in any version.</summary>
internal static class ScaledElements
{
    [Operator(Widens = true), Since(1)]
    public static Value Affine(Value x, double alpha = 1, double beta = 0) => Map(x, a => (alpha * a) + beta);

    [Operator(Widens = true), Since(1)]
    public static Value Scale(Value input, double scale = 1) => Map(input, a => scale * a);

    /// <summary>Pixels times a number, and a bias for each channel.</summary>
    [Operator(Widens = true), Since(1)]
    public static Value ImageScaler([Rank(4)] Value input, double[]? bias = null, double scale = 1)
    {
        Value scaled = Map(input, a => scale * a);
        if (bias is null)
            return scaled;
        double[] rounded = bias.Select(b => ElementConversion.Round(b, input.ElementType)).ToArray();
        return scaled + Channels.Align(input.Scope.Constant(new Tensor(input.ElementType, [rounded.Length], rounded)), input);
    }

    [Operator(Widens = true), Since(1)]
    public static Value ParametricSoftplus(Value x, double alpha = 1, double beta = 1) => Map(x, a => alpha * Activations.Softplus(beta * a));

    [Operator(Widens = true), Since(1)]
    public static Value ScaledTanh(Value input, double alpha = 1, double beta = 1) => Map(input, a => alpha * Tanh(beta * a));

    /// <summary>One step of a gated recurrent unit, of whose gates the reset gate has been used already.</summary>
    /// <param name="gates">The reset, update and output gate before their activations, side by side.</param>
    /// <param name="seqLengths">The lengths of the sequences: one that has ended keeps its state, or loses it.</param>
    [Operator(Widens = true), Since(1)]
    public static Value GRUUnit(Value hiddenPrev, Value gates, Value seqLengths, Value t, bool dropStates = false)
    {
        int last = hiddenPrev.Rank - 1;
        Dim size = hiddenPrev.Shape[last];
        Value Gate(int number) => Views.Slice(gates, last, number * size, size);
        Value next = Map(hiddenPrev, Gate(1), Gate(2), (h, update, output) =>
            (h * Sigmoid(update)) + (Tanh(output) * (1 - Sigmoid(update))));
        Value lengths = Views.Reshape(seqLengths, seqLengths.Shape.Elements, 1);
        Value isRunning = Map(Views.Reshape(Cast(t, lengths.ElementType), Shape.Scalar), lengths, Less);
        return Map(isRunning, next, hiddenPrev, (running, n, h) => Select(running, n, dropStates ? ScalarExpr.Literal(h.Type, 0) : h));
    }
}
