using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OnnxCodegen.Compiler.Planning;
using Buffer = OnnxCodegen.Compiler.Planning.Buffer;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints how the memory of a plan is laid out: offsets are numbers where all sizes are, else computed when the call starts.</summary>
internal sealed class ArenaEmitter
{
    readonly Plan plan;
    readonly ForwardWriter forward;
    readonly Dictionary<Buffer, int> positions;

    public ArenaEmitter(Plan plan, ForwardWriter forward)
    {
        this.plan = plan;
        this.forward = forward;
        positions = plan.Lifetimes.Select((lifetime, i) => (lifetime.Buffer, i)).ToDictionary(p => p.Buffer, p => p.i);
    }

    /// <summary>The locals by which other methods reach the memory: types and names.</summary>
    public static IReadOnlyList<Parameter> Parameters { get; } = new Parameter[]
    {
        new("CallContext", "context"), new("Workers", "workers"), new("Arena", "arena"), new("ReadOnlySpan<long>", "offsets"),
    };

    /// <summary>The offset of a buffer; null for one that the arena does not hold.</summary>
    public string? Place(Buffer buffer)
    {
        if (!positions.TryGetValue(buffer, out int position))
            return null;
        return plan.ArenaLayout is { } layout ? Number(layout.Offsets[position]) : $"offsets[{Number(position)}]";
    }

    /// <summary>Declares the arena and, where they are not known now, the offsets.</summary>
    public void Emit()
    {
        if (plan.Lifetimes.Count == 0)
            return;
        if (plan.ArenaLayout is { } layout)
        {
            forward.Body.Line($"Arena arena = context.Arena({Number(plan.Stage)}, {Number(layout.Bytes)});");
            return;
        }
        string bytes = string.Empty;
        Dim[] lengths = plan.Lifetimes.Select(Bytes).Distinct().ToArray();
        IReadOnlyList<DimAtom> sizes = forward.Sizes.Mentioned(() => bytes = string.Join(", ", lengths.Select(forward.Dims.Long)));
        string reserve = forward.UniqueMember("Reserve");
        forward.AddMethod(forward.Write(() => WriteReserve(reserve, bytes, lengths, sizes)));
        string arguments = string.Join(", ", new[] { "context" }.Concat(sizes.Select(forward.Sizes.Name)));
        forward.Body.Line($"Arena arena = {reserve}({arguments});");
        forward.Body.Line("ReadOnlySpan<long> offsets = arena.Offsets;");
    }

    /// <summary>Writes the method that finds the offsets of the buffers.</summary>
    void WriteReserve(string name, string bytes, Dim[] lengths, IReadOnlyList<DimAtom> sizes)
    {
        CSharpWriter body = forward.Body;
        body.Line("/// <summary>Gives each buffer memory for the steps from the first to the last that need it.</summary>");
        string parameters = string.Join(string.Empty, sizes.Select(size => $", {forward.Sizes.Type(size)} {forward.Sizes.Name(size)}"));
        using (body.Block($"static Arena {name}(CallContext context{parameters})"))
        using (body.Block("unchecked"))
        {
            body.Line($"ReadOnlySpan<long> bytes = stackalloc long[] {{ {bytes} }};");
            body.Line($"ReadOnlySpan<int> kinds = [{Numbers(lifetime => Array.IndexOf(lengths, Bytes(lifetime)))}];");
            body.Line($"ReadOnlySpan<int> firstSteps = [{Numbers(lifetime => lifetime.First)}];");
            body.Line($"ReadOnlySpan<int> lastSteps = [{Numbers(lifetime => lifetime.Last)}];");
            body.Line($"return context.Arena({Number(plan.Stage)}, bytes, kinds, firstSteps, lastSteps);");
        }
    }

    static Dim Bytes(Lifetime lifetime) => lifetime.Buffer.Length * lifetime.Buffer.Type.Size();

    string Numbers(Func<Lifetime, int> number) => string.Join(", ", plan.Lifetimes.Select(l => Number(number(l))));

    static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
