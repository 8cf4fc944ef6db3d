using System;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Running sums and products along an axis.</summary>
internal static class RunningFolds
{
    [Operator(Widens = true), Since(11)]
    public static Value CumSum(Value x, Value axis, long exclusive = 0, long reverse = 0) =>
        Along(x, axis, along => new Cumulate(Reduction.Sum, along, exclusive != 0, reverse != 0));

    [Operator(Widens = true), Since(26)]
    public static Value CumProd(Value x, Value axis, long exclusive = 0, long reverse = 0) =>
        Along(x, axis, along => new Cumulate(Reduction.Product, along, exclusive != 0, reverse != 0));

    /// <summary>An axis that is known at run time alone becomes the middle one of three.</summary>
    static Value Along(Value x, Value axis, Func<int, Cumulate> cumulate)
    {
        Dim along = DimVectors.Axis(DimVectors.Scalar(axis), x.Rank);
        if (along.IsConstant)
            return x.Scope.Add(cumulate((int)along.Value), x);
        Dim outer = Dim.Product(x.Shape.Select((n, i) => 1 + (Dim.Less(i, along) * (n - 1))));
        Dim length = Dim.Product(x.Shape.Select((n, i) => 1 + (Dim.Equal(i, along) * (n - 1))));
        Dim inner = Dim.Product(x.Shape.Select((n, i) => 1 + (Dim.Less(along, i) * (n - 1))));
        Value three = Views.Reshape(x, outer, length, inner);
        return Views.Reshape(x.Scope.Add(cumulate(1), three), x.Shape);
    }
}
