using System;

namespace OnnxCodegen.Compiler;

/// <summary>What a <see cref="Check"/> demands of a length.</summary>
internal enum CheckKind
{
    /// <summary>To be the expected one.</summary>
    Equal,

    /// <summary>To be the expected one or 1, as of an axis that broadcasts.</summary>
    Broadcasts,

    /// <summary>To be the expected one or more.</summary>
    AtLeast,
}

/// <summary>A fact about run-time sizes that was assumed without proof.</summary>
/// <param name="Message">What must hold, with the ONNX node and the tensors.</param>
internal sealed record Check(Dim Actual, Dim Expected, CheckKind Kind, string Message)
{
    /// <summary>Whether it holds for the given sizes.</summary>
    public bool Holds(Func<Symbol, long> sizes)
    {
        long actual = Actual.Evaluate(sizes), expected = Expected.Evaluate(sizes);
        return actual == expected || (Kind == CheckKind.Broadcasts && actual == 1) || (Kind == CheckKind.AtLeast && actual > expected);
    }
}
