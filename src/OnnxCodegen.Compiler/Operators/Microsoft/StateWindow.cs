using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>The states after each of the last tokens, one behind the other along a first axis; zeros stand for tokens that are not there.</summary>
internal static class StateWindow
{
    const long MaximumLength = 8;

    /// <exception cref="ModelException">The attribute that has the length is wrong.</exception>
    public static void Check(long length, string attribute)
    {
        if (length is < 0 or > MaximumLength)
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"The attribute '{attribute}' is {length}; 0 to {MaximumLength} is expected.");
    }

    /// <summary>The state after the last token; the state itself where there is no window.</summary>
    public static Value Newest(Value states, long window)
    {
        if (window == 0)
            return states;
        if (states.Rank == 0)
            throw new ModelException($"A window of states has an axis for them, but is of type {states.Type}.");
        states.Scope.Require(states.Shape[0], window, "A window has a state for each of its tokens", states);
        return Views.Squeeze(Views.Slice(states, 0, window - 1, 1), 0);
    }

    /// <summary>The window at the end of all states, [L, …].</summary>
    public static Value Of(Value states, long window)
    {
        Dim[] low = DimVectors.Repeat(0, states.Rank);
        low[0] = window;
        Value padded = Windows.Border(states, low, DimVectors.Repeat(0, states.Rank), Like(states, 0));
        return Views.Slice(padded, 0, states.Shape[0], window);
    }
}
