using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Planning;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints the graphs within a graph as methods that work in the memory of the call: spans and sizes in, outputs out.</summary>
internal static class BodyEmitter
{
    public static void Emit(Plan plan, ForwardWriter forward)
    {
        using (forward.Body.Block($"static void {forward.Method(plan)}({string.Join(", ", Parameters(plan, forward))})"))
        using (forward.Body.Block("unchecked"))
            PlanEmitter.Emit(plan, forward, false);
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
            yield return $"{forward.Sizes.Type(symbol)} {forward.Local(symbol)}";
        foreach (string output in ForwardEmitter.OutputParameters(plan, forward))
            yield return output;
    }
}
