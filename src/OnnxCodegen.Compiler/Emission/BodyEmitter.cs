using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Planning;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints the graphs within a graph as methods that work in the memory of the call: spans and sizes in, outputs out.</summary>
internal static class BodyEmitter
{
    public static void Emit(Plan plan, ForwardWriter forward)
    {
        using (forward.Body.Block($"static void {forward.Method(plan)}({string.Join(", ", Parameters(plan, forward).Select(p => p.Declaration))})"))
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

    static IEnumerable<Parameter> Parameters(Plan plan, ForwardWriter forward) => new[] { new Parameter("CallContext", "context") }
        .Concat(plan.Buffers.Where(b => b.Storage == Storage.Input).Select(b => Parameter.Of(b, false).Scoped()))
        .Concat(plan.Graph.EntrySymbols.Select(symbol => new Parameter(forward.Sizes.Type(symbol), forward.Local(symbol))))
        .Concat(ForwardEmitter.OutputParameters(plan, forward));
}
