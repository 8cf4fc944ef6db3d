using System.Globalization;
using OnnxCodegen.Compiler.Planning;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints how results of graphs within and of functions arrive: through an <c>Output</c>, into memory at hand or into a new array, or,
/// where they are objects, in a local.</summary>
internal static class ReceiverEmitter
{
    /// <summary>Declares what receives the result, and gives its name.</summary>
    /// <param name="memory">Memory at hand; null for a new array.</param>
    public static string Declare(Buffer buffer, string? memory, ForwardWriter forward)
    {
        if (buffer.Object is { } type)
        {
            forward.Body.Line($"{type.CSharpName()} {buffer.Name} = default!;");
            return buffer.Name;
        }
        string output = forward.UniqueLocal(Names.Camel(buffer.Name + " output"));
        string arguments = Literals.String(buffer.Name) + (memory is null ? string.Empty : ", " + memory);
        forward.Body.Line($"Output<{buffer.Type.CSharpName()}> {output} = new({arguments});");
        return output;
    }

    /// <summary>Declares the result itself where it was not at hand before, and the lengths that were found.</summary>
    public static void Take(Receiver result, string output, ForwardWriter forward)
    {
        if (!result.IsFound)
            return;
        Buffer buffer = result.Access.Buffer;
        forward.Body.Line($"Span<{buffer.Type.CSharpName()}> {buffer.Name} = {output}.Array;");
        foreach (FoundLength found in result.Found)
            forward.Body.Line(forward.Declaration(found.Symbol, Length(output, found.Axis)));
    }

    /// <summary>Declares what receives the next state of a carried value of a loop.</summary>
    public static string DeclareNext(CarriedValue carried, ForwardWriter forward)
    {
        Buffer buffer = carried.Result.Access.Buffer;
        if (buffer.Object is not { } type)
            return Declare(buffer, carried.Next is null ? null : forward.Slice(carried.Next), forward);
        string next = forward.UniqueLocal(Names.Camel(buffer.Name + " next"));
        forward.Body.Line($"{type.CSharpName()} {next} = default!;");
        return next;
    }

    /// <summary>The length of an axis of a result.</summary>
    public static string Length(string output, int axis) => $"{output}.Lengths[{axis.ToString(CultureInfo.InvariantCulture)}]";
}
