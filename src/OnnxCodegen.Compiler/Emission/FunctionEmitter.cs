using System;
using System.Linq;
using OnnxCodegen.Compiler.Planning;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints calls of named runtime functions: spans and shapes of the inputs, spans of the results, constant arguments.</summary>
internal static class FunctionEmitter
{
    public static void Emit(FunctionCall call, ForwardWriter forward)
    {
        var arguments = call.Inputs.Select(i => forward.Slice(i.Access))
            .Concat(call.Results.Select(r => forward.Slice(r.Access)))
            .Concat(call.Function.Arguments.Select(a => Argument(a, forward)));
        forward.Body.Line($"{call.Function.Name}({string.Join(", ", arguments)});");
    }

    static string Argument(object argument, ForwardWriter forward) => argument switch
    {
        Dim dim => forward.IntExpression(dim),
        bool flag => Literals.Boolean(flag),
        int number => Literals.Int32(number),
        long number => Literals.Int64(number),
        float number => Literals.Single(number),
        double number => Literals.Double(number),
        string text => Literals.String(text),
        long[] numbers => $"new long[] {{ {string.Join(", ", numbers.Select(Literals.Int64))} }}",
        float[] numbers => $"new float[] {{ {string.Join(", ", numbers.Select(Literals.Single))} }}",
        string[] texts => $"new string[] {{ {string.Join(", ", texts.Select(Literals.String))} }}",
        _ => throw new InvalidOperationException($"{argument} is no argument of a function."),
    };
}
