using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Planning;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints calls of named runtime functions: inputs, results, further arguments. A result that is an object is returned.</summary>
internal static class FunctionEmitter
{
    const int CharactersPerLine = 4096;

    public static void Emit(FunctionCall call, ForwardWriter forward)
    {
        Receiver[] results = call.Results.Where(result => result.Access.Buffer.Object is null).ToArray();
        string[] outputs = results.Select(result => result.IsFound ? ReceiverEmitter.Declare(result.Access.Buffer, null, forward) : string.Empty).ToArray();
        var arguments = (call.Function.IsParallel ? new[] { "workers" } : Enumerable.Empty<string>())
            .Concat(call.Inputs.Select(forward.Slice))
            .Concat(results.Select((result, i) => result.IsFound ? "ref " + outputs[i] : forward.Slice(result.Access)))
            .Concat(call.Function.Arguments.Select(a => Argument(a, forward)));
        string returned = call.Results.Select(result => result.Access.Buffer).SingleOrDefault(buffer => buffer.Object is not null) is { Object: { } type } held
            ? $"{type.CSharpName()} {held.Name} = "
            : string.Empty;
        forward.Body.Line($"{returned}{call.Function.Name}({string.Join(", ", arguments)});");
        for (int i = 0; i < results.Length; i++)
            ReceiverEmitter.Take(results[i], outputs[i], forward);
    }

    static string Argument(object argument, ForwardWriter forward) => argument switch
    {
        Dim dim => forward.Dims.Int(dim),
        Shape shape => $"[{string.Join(", ", shape.Select(forward.Dims.Int))}]",
        bool flag => Literals.Boolean(flag),
        int number => Literals.Int32(number),
        long number => Literals.Int64(number),
        float number => Literals.Single(number),
        double number => Literals.Double(number),
        string text => Literals.String(text),
        long[] numbers => $"new long[] {{ {string.Join(", ", numbers.Select(Literals.Int64))} }}",
        float[] numbers => $"new float[] {{ {string.Join(", ", numbers.Select(Literals.Single))} }}",
        StaticObject constant => Field(constant, forward),
        string[] texts => $"new string[] {{ {string.Join(", ", texts.Select(Literals.String))} }}",
        _ => throw new InvalidOperationException($"{argument} is no argument of a function."),
    };

    /// <summary>The name of the field that holds the object.</summary>
    static string Field(StaticObject constant, ForwardWriter forward)
    {
        string name = forward.UniqueLocal(constant.Name);
        var field = new CSharpWriter();
        bool isMade = constant.Factory.Length > 0;
        field.Line($"static readonly {constant.Type} {name} ={(isMade ? $" {constant.Factory}(" : string.Empty)}");
        foreach (string line in Content(constant.Content, forward))
            field.Line("    " + line + (isMade ? string.Empty : ";"));
        if (isMade)
            field.Line(");");
        forward.AddField(field);
        return name;
    }

    static IEnumerable<string> Content(object content, ForwardWriter forward) => content switch
    {
        Tensor elements => [LiteralArrays.NewArray(elements)],
        IReadOnlyList<object> parts => parts.Select((part, i) =>
            (part is Tensor elements ? LiteralArrays.NewArray(elements) : Argument(part, forward)) + (i < parts.Count - 1 ? "," : string.Empty)),
        _ => Text((string)content),
    };

    /// <summary>A literal of bytes in lines.</summary>
    static IEnumerable<string> Text(string text)
    {
        for (int start = 0; start < text.Length; start += CharactersPerLine)
        {
            int length = Math.Min(CharactersPerLine, text.Length - start);
            yield return $"{Literals.String(text.Substring(start, length))}u8{(start + length < text.Length ? " +" : string.Empty)}";
        }
    }
}
