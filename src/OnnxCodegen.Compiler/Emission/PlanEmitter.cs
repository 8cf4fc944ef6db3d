using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Planning;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints the steps of a plan, for which the context, the inputs and the sizes known at the start are declared.</summary>
internal static class PlanEmitter
{
    public static void Emit(Plan plan, ForwardWriter forward, bool profile)
    {
        IReadOnlyList<FunctionAtom> functions = forward.Sizes.Enter(plan);
        var arena = new ArenaEmitter(plan, forward);
        var checks = new SizeChecks(plan, forward);
        CSharpWriter start = forward.Write(() =>
        {
            checks.Emit(plan.Graph.EntrySymbols);
            arena.Emit();
        });
        IReadOnlyList<Parameter> parameters = ArenaEmitter.Parameters.Concat(ForwardEmitter.OutputParameters(plan, forward)).ToArray();
        ILookup<int, Buffer> lastUses = Liveness.LastUses(plan.Calls);
        CSharpWriter steps = forward.Write(() => new Sections(plan.Calls, arena.Place, parameters, forward, step =>
        {
            CallEmitter.Emit(plan.Calls[step], plan, forward);
            checks.Emit(plan.Calls[step].Finds);
            foreach (Buffer buffer in lastUses[step])
                forward.Body.Line($"context.Release<{buffer.Type.CSharpName()}>({buffer.Name});");
            if (profile)
                forward.Body.Line(StepClockEmitter.Mark(plan.Calls[step], step, forward));
        }).Emit());
        if (steps.Mentions("workers"))
            forward.Body.Line("Workers workers = context.Workers;");
        Declare(functions, forward);
        forward.Body.Lines(start);
        if (profile)
            forward.Body.Line("StepClock.Start();");
        forward.Body.Lines(steps);
        forward.Sizes.Leave();
    }

    /// <summary>Declares the functions of sizes that the steps mention.</summary>
    static void Declare(IReadOnlyList<FunctionAtom> functions, ForwardWriter forward)
    {
        var lines = new Stack<string>();
        foreach (FunctionAtom function in functions.Reverse().Where(forward.Sizes.IsMentioned))
        {
            string narrow = forward.Sizes.IsLong(function) ? string.Empty : "(int)";
            lines.Push($"{forward.Sizes.Type(function)} {forward.Sizes.Name(function)} = {narrow}{forward.Dims.Definition(function)};");
        }
        foreach (string line in lines)
            forward.Body.Line(line);
    }
}
