using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Keys or values of earlier tokens, [N, heads, P, size].</summary>
internal static class Caches
{
    /// <summary>All that count with the current ones, and what is handed on.</summary>
    /// <param name="length">How many of the past ones count where their memory, which has room for all, is handed on; all when missing.</param>
    public static (Value All, Value Present) Append(Value? past, Value current, Value? length)
    {
        if (past is null)
            return (current, current);
        if (length is null)
        {
            Value joined = current.Scope.Add(new Concat(2), past, current);
            return (joined, joined);
        }
        Dim before = current.Scope.Let(DimVectors.Scalar(length));
        Value all = current.Scope.Add(new Concat(2), Views.Slice(past, 2, 0, before), current);
        Value rest = Views.Slice(past, 2, all.Shape[2], past.Shape[2] - all.Shape[2]);
        return (all, current.Scope.Add(new Concat(2), all, rest));
    }
}
