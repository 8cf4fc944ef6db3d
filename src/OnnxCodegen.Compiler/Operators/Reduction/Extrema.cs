using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>The places of the extrema along an axis.</summary>
internal static class Extrema
{
    [Operator(Widens = true), Since(1)]
    public static Value ArgMax(Value data, long axis = 0, long keepdims = 1, long selectLastIndex = 0) =>
        Arg(true, data, axis, keepdims, selectLastIndex);

    [Operator(Widens = true), Since(1)]
    public static Value ArgMin(Value data, long axis = 0, long keepdims = 1, long selectLastIndex = 0) =>
        Arg(false, data, axis, keepdims, selectLastIndex);

    static Value Arg(bool maximum, Value data, long axis, long keepdims, long selectLastIndex)
    {
        int along = Views.Axis(axis, data.Rank);
        Value index = data.Scope.Add(new ArgReduce(maximum, along, selectLastIndex != 0), data);
        return keepdims != 0 ? index : Views.Squeeze(index, along);
    }
}
