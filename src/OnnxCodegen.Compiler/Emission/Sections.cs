using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Planning;
using Buffer = OnnxCodegen.Compiler.Planning.Buffer;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints steps: few of them in place, many in sections that are methods of their own, so that no method becomes too large for the
/// JIT compiler. Steps that declare what others need stay in place.</summary>
internal sealed class Sections
{
    const int MaximumSteps = 48;
    const int MinimumSteps = 8;

    readonly IReadOnlyList<KernelCall> calls;
    readonly Func<Buffer, string?> place;
    readonly IReadOnlyList<string> parameters;
    readonly ForwardWriter forward;
    readonly Action<int> emit;
    KernelCall? commented;

    Sections(
        IReadOnlyList<KernelCall> calls, Func<Buffer, string?> place, IReadOnlyList<string> parameters, ForwardWriter forward, Action<int> emit)
    {
        this.calls = calls;
        this.place = place;
        this.parameters = parameters;
        this.forward = forward;
        this.emit = emit;
    }

    /// <param name="place">Where the arena holds a buffer; null for buffers that are declared otherwise.</param>
    /// <param name="parameters">What sections take beside buffers and sizes: types and names.</param>
    /// <param name="emit">Prints the step of a number.</param>
    public static void Emit(
        IReadOnlyList<KernelCall> calls, Func<Buffer, string?> place, IReadOnlyList<string> parameters, ForwardWriter forward, Action<int> emit)
    {
        var sections = new Sections(calls, place, parameters, forward, emit);
        var declared = new HashSet<Buffer>();
        foreach ((int start, int end) in sections.Cut())
        {
            if (end - start < MinimumSteps || calls.Count <= MaximumSteps)
                sections.InPlace(start, end, declared);
            else
                sections.Method(start, end);
        }
    }

    /// <summary>The sections, of about the same length each.</summary>
    IEnumerable<(int Start, int End)> Cut()
    {
        int start = 0;
        while (start < calls.Count)
        {
            int end = start + 1;
            while (end < calls.Count && !Declares(calls[start]) && !Declares(calls[end]))
                end++;
            int parts = (end - start + MaximumSteps - 1) / MaximumSteps;
            for (int part = 1; part <= parts && start < end; part++)
            {
                int cut = start + ((end - start) / (parts - part + 1));
                while (cut < end && calls[cut].Origins.SequenceEqual(calls[cut - 1].Origins))
                    cut++;
                yield return (start, cut);
                start = cut;
            }
        }
    }

    /// <summary>Whether the step declares locals that later ones read.</summary>
    static bool Declares(KernelCall call) => call is AllocateCall or BindSymbol or CountNonZero or IfCall or LoopCall;

    void InPlace(int start, int end, HashSet<Buffer> declared)
    {
        for (int step = start; step < end; step++)
        {
            Comment(calls[step]);
            foreach (Buffer buffer in Buffers(calls[step]).Where(declared.Add))
            {
                string type = buffer.Type.CSharpName();
                if (place(buffer) is { } offset)
                    forward.Body.Line($"Span<{type}> {buffer.Name} = arena.Span<{type}>({offset}, {forward.Dims.Int(buffer.Length)});");
            }
            emit(step);
        }
    }

    /// <summary>Names the ONNX nodes of a step, where they are not those of the step before.</summary>
    void Comment(KernelCall call)
    {
        if (commented is not null && call.Origins.SequenceEqual(commented.Origins))
            return;
        commented = call;
        forward.Body.Line();
        forward.Comment(call);
    }

    void Method(int start, int end)
    {
        IReadOnlyList<DimAtom> sizes = [];
        commented = null;
        CSharpWriter steps = forward.Write(() => sizes = forward.Sizes.Mentioned(() => InPlace(start, end, new HashSet<Buffer>())));
        var all = parameters.Where(p => steps.Contains(p.Split(' ')[1])).ToList();
        var written = new HashSet<Buffer>(calls.Skip(start).Take(end - start).SelectMany(c => c.Writes).Select(w => w.Buffer));
        all.AddRange(calls.Skip(start).Take(end - start).SelectMany(Buffers).Distinct().Where(IsLocal)
            .Select(b => $"{(written.Contains(b) ? "Span" : "ReadOnlySpan")}<{b.Type.CSharpName()}> {b.Name}"));
        all.AddRange(sizes.Select(size => $"{forward.Sizes.Type(size)} {forward.Sizes.Name(size)}"));

        string name = forward.UniqueMember("Section1");
        commented = null;
        forward.Body.Line();
        forward.Body.Comment($"{forward.Describe(calls[start].Provenance)} … {forward.Describe(calls[end - 1].Provenance)}");
        forward.Body.Line($"{name}({string.Join(", ", all.Select(p => p.Substring(p.LastIndexOf(' ') + 1)))});");
        forward.AddSection(forward.Write(() =>
        {
            using (forward.Body.Block($"static void {name}({string.Join(", ", all)})"))
            using (forward.Body.Block("unchecked"))
                forward.Body.Lines(steps);
        }));
    }

    /// <summary>Whether the method around declares the buffer, and not the arena.</summary>
    bool IsLocal(Buffer buffer) => place(buffer) is null && buffer.Storage is Storage.Input or Storage.Output or Storage.Late or Storage.Managed;

    static IEnumerable<Buffer> Buffers(KernelCall call) => call.Reads.Concat(call.Writes).Select(access => access.Buffer).Distinct();
}
