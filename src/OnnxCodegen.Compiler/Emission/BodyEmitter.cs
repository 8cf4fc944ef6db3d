using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Planning;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints the graphs within a graph as methods that work in the memory of the call: spans and sizes in, outputs out.</summary>
internal static class BodyEmitter
{
    public static CSharpWriter Write(Plan plan, ForwardWriter forward)
    {
        CSharpWriter body = forward.Body;
        using (body.Block($"static void {forward.Method(plan)}({string.Join(", ", Parameters(plan, forward))})"))
        using (body.Block("unchecked"))
            ForwardEmitter.Steps(plan, forward, false);
        return forward.Restart();
    }

    /// <summary>The statement that runs the graph.</summary>
    public static string Call(Plan plan, IEnumerable<string> inputs, IEnumerable<string> outputs, ForwardWriter forward)
    {
        IEnumerable<string> arguments = new[] { "context" }
            .Concat(inputs).Concat(plan.Graph.EntrySymbols.Select(forward.Local)).Concat(outputs.Select(output => "ref " + output));
        return $"{forward.Method(plan)}({string.Join(", ", arguments)});";
    }

    static IEnumerable<string> Parameters(Plan plan, ForwardWriter forward)
    {
        yield return "CallContext context";
        foreach (Buffer buffer in plan.Buffers.Where(b => b.Storage == Storage.Input))
            yield return $"ReadOnlySpan<{buffer.Type.CSharpName()}> {buffer.Name}";
        foreach (Symbol symbol in plan.Graph.EntrySymbols)
            yield return $"long {forward.Local(symbol)}";
        foreach (string output in ForwardEmitter.OutputParameters(plan))
            yield return output;
    }
}
