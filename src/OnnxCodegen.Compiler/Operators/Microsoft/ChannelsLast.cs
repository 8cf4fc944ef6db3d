using System;
using System.Linq;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Operators on images whose channels come last.</summary>
internal static class ChannelsLast
{
    /// <summary>The result of a function of images [N, C, s…] for images [N, s…, C], in their order.</summary>
    public static Value Of(Value x, Func<Value, Value> function)
    {
        Value y = function(Views.MoveAxis(x, x.Rank - 1, 1));
        return Views.MoveAxis(y, 1, y.Rank - 1);
    }

    /// <summary>The same where the images are in that order, else the function's result.</summary>
    public static Value Of(Value x, bool isLast, Func<Value, Value> function) => isLast ? Of(x, function) : function(x);
}
