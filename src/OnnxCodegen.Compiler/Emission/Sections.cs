using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Planning;
using Buffer = OnnxCodegen.Compiler.Planning.Buffer;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints steps: few of them in place, many in sections that are methods of their own, so that no method becomes too large for the
/// JIT compiler.</summary>
/// <param name="place">Where the arena holds a buffer; null for buffers that are declared otherwise.</param>
/// <param name="parameters">What sections may take beside buffers and sizes.</param>
/// <param name="emit">Prints the step of a number.</param>
internal sealed class Sections(
    IReadOnlyList<KernelCall> calls, Func<Buffer, string?> place, IReadOnlyList<Parameter> parameters, ForwardWriter forward, Action<int> emit)
{
    const int MaximumSteps = 48;

    KernelCall? commented;

    /// <summary>Steps in a row.</summary>
    /// <param name="Sizes">The sizes that they mention.</param>
    sealed record Section(IReadOnlyList<KernelCall> Calls, CSharpWriter Text, IReadOnlyList<DimAtom> Sizes)
    {
        /// <summary>The buffers that they mention.</summary>
        public IReadOnlyList<Buffer> Buffers { get; } = Calls.SelectMany(Sections.Buffers).Distinct().ToArray();

        /// <summary>The sizes that they find.</summary>
        public IEnumerable<DimAtom> Found => Calls.SelectMany(call => call.Finds).Select(symbol => new SymbolAtom(symbol));
    }

    public void Emit()
    {
        if (calls.Count <= MaximumSteps)
        {
            InPlace(0, calls.Count);
            return;
        }
        Section[] sections = Cut().Select(Print).ToArray();
        var before = new HashSet<Buffer>();
        for (int i = 0; i < sections.Length; i++)
        {
            Method(sections[i], before, sections.Skip(i + 1).ToArray());
            before.UnionWith(sections[i].Buffers);
        }
    }

    /// <summary>The first and the last step of each section. They are of about the same length; what belongs to one ONNX node stays together.</summary>
    IEnumerable<(int Start, int End)> Cut()
    {
        int count = (calls.Count + MaximumSteps - 1) / MaximumSteps;
        int start = 0;
        for (int rest = count; rest > 0 && start < calls.Count; rest--)
        {
            int end = start + Math.Max((calls.Count - start) / rest, 1);
            while (end < calls.Count && calls[end].Origins.SequenceEqual(calls[end - 1].Origins))
                end++;
            yield return (start, end);
            start = end;
        }
    }

    Section Print((int Start, int End) steps)
    {
        IReadOnlyList<DimAtom> sizes = [];
        CSharpWriter text = forward.Write(() => sizes = forward.Sizes.Mentioned(() => InPlace(steps.Start, steps.End)));
        return new Section(calls.Skip(steps.Start).Take(steps.End - steps.Start).ToArray(), text, sizes);
    }

    void InPlace(int start, int end)
    {
        var declared = new HashSet<Buffer>();
        commented = null;
        for (int step = start; step < end; step++)
        {
            Comment(calls[step]);
            foreach (Buffer buffer in Buffers(calls[step]).Where(declared.Add))
            {
                if (place(buffer) is not { } offset)
                    continue;
                string type = buffer.Type.CSharpName();
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

    /// <summary>Makes a method of a section and calls it. What it declares and later ones read leaves by out parameters.</summary>
    void Method(Section section, HashSet<Buffer> before, Section[] later)
    {
        Buffer[] locals = section.Buffers.Where(IsLocal).ToArray();
        Buffer[] left = locals.Where(b => !before.Contains(b) && b.Storage != Storage.Input && later.Any(l => l.Buffers.Contains(b))).ToArray();
        var written = new HashSet<Buffer>(section.Calls.SelectMany(call => call.Writes).Select(access => access.Buffer));
        var found = section.Found.ToArray();

        var all = parameters.Where(parameter => section.Text.Mentions(parameter.Name)).ToList();
        all.AddRange(locals.Where(b => before.Contains(b) || b.Storage == Storage.Input).Select(b => Parameter.Of(b, written.Contains(b))));
        all.AddRange(section.Sizes.Except(found).Select(size => new Parameter(forward.Sizes.Type(size), forward.Sizes.Name(size))));
        Parameter[] results = left.Select(b => Parameter.Of(b, true))
            .Concat(found.Where(f => later.Any(l => l.Sizes.Contains(f))).Select(f => new Parameter(forward.Sizes.Type(f), forward.Sizes.Name(f))))
            .ToArray();

        string name = forward.NextSection();
        forward.Body.Line();
        forward.Body.Comment($"{forward.Describe(section.Calls[0].Provenance)} … {forward.Describe(section.Calls[section.Calls.Count - 1].Provenance)}");
        forward.Body.Line($"{name}({string.Join(", ", all.Select(p => p.Argument).Concat(results.Select(r => "out " + r.Declaration)))});");
        forward.AddSection(forward.Write(() => Write(name, all, results, section.Text)));
    }

    void Write(string name, IReadOnlyList<Parameter> given, Parameter[] results, CSharpWriter text)
    {
        Parameter[] outs = results.Select(r => new Parameter("out " + r.Type, forward.UniqueLocal(r.Name + "Result"))).ToArray();
        // C# has to see that spans do not leave by what is handed out.
        bool handsOut = results.Length > 0 || given.Any(p => p.IsReference);
        IEnumerable<string> declarations = given.Select(p => (handsOut && p.IsSpan ? p.Scoped() : p).Declaration)
            .Concat(outs.Select(o => o.Declaration));
        using (forward.Body.Block($"static void {name}({string.Join(", ", declarations)})"))
        using (forward.Body.Block("unchecked"))
        {
            forward.Body.Lines(text);
            if (results.Length > 0)
                forward.Body.Line();
            for (int i = 0; i < results.Length; i++)
                forward.Body.Line($"{outs[i].Name} = {results[i].Name};");
        }
    }

    /// <summary>Whether a local of the method around or of a section holds the buffer, and not the arena.</summary>
    bool IsLocal(Buffer buffer) => place(buffer) is null && buffer.Storage is Storage.Input or Storage.Output or Storage.Late or Storage.Managed or Storage.Object;

    static IEnumerable<Buffer> Buffers(KernelCall call) => call is AllocateCall { Buffer: var made }
        ? [made]
        : call.Reads.Concat(call.Writes).Select(access => access.Buffer).Distinct();
}
