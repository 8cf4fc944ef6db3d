using System.Globalization;
using System.Linq;
using OnnxCodegen.Compiler.Planning;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints the statements that measure the calls of a forward pass.</summary>
internal static class StepClockEmitter
{
    public static string Mark(KernelCall call, int step, ForwardWriter forward) =>
        $"StepClock.Mark({step.ToString(CultureInfo.InvariantCulture)}, {Literals.String(Describe(call))}, {forward.Dims.Long(call.Operations)});";

    static string Describe(KernelCall call) =>
        $"{call.GetType().Name} {call.Provenance} [{string.Join(", ", call.Dims.Select(d => d.ToString()))}]";
}
