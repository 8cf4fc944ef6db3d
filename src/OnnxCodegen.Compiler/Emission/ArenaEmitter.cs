using System.Globalization;
using System.Linq;
using OnnxCodegen.Compiler.Planning;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints how the call's memory is laid out: offsets are numbers where all sizes are, else computed when the call starts.</summary>
internal static class ArenaEmitter
{
    public static void Emit(Plan plan, ForwardWriter forward)
    {
        if (plan.Lifetimes.Count == 0)
            return;
        if (plan.ArenaLayout is { } layout)
        {
            forward.Body.Line($"Arena arena = context.Arena({Stage(plan)}, {layout.Bytes.ToString(CultureInfo.InvariantCulture)});");
            return;
        }
        string count = plan.Lifetimes.Count.ToString(CultureInfo.InvariantCulture);
        string Numbers(System.Func<Lifetime, int> number) => string.Join(", ", plan.Lifetimes.Select(l => number(l).ToString(CultureInfo.InvariantCulture)));
        string first = forward.UniqueName("FirstSteps");
        string last = forward.UniqueName("LastSteps");
        var member = new CSharpWriter();
        member.Line("/// <summary>The steps between which each buffer of the arena is needed.</summary>");
        member.Line($"static ReadOnlySpan<int> {first} => new int[] {{ {Numbers(l => l.First)} }};");
        member.Line($"static ReadOnlySpan<int> {last} => new int[] {{ {Numbers(l => l.Last)} }};");
        forward.AddMember(member);
        forward.Body.Line($"Span<long> offsets = stackalloc long[{count}];");
        string sizes = string.Join(",\n    ", plan.Lifetimes.Select(l => forward.Dims.Print(l.Buffer.Length * l.Buffer.Type.Size())));
        forward.Body.Line($"ReadOnlySpan<long> bytes = stackalloc long[]\n{{\n    {sizes},\n}};");
        forward.Body.Line($"Arena arena = context.Arena({Stage(plan)}, {RuntimeNames.PlaceBuffers}(bytes, {first}, {last}, offsets));");
    }

    static string Stage(Plan plan) => plan.Stage.ToString(CultureInfo.InvariantCulture);

    /// <summary>Declares the spans of the buffers that the step is the first to use.</summary>
    public static void Declare(Plan plan, int step, ForwardWriter forward)
    {
        for (int i = 0; i < plan.Lifetimes.Count; i++)
        {
            Lifetime lifetime = plan.Lifetimes[i];
            if (lifetime.First != step)
                continue;
            string type = lifetime.Buffer.Type.CSharpName();
            string offset = plan.ArenaLayout is { } layout
                ? layout.Offsets[i].ToString(CultureInfo.InvariantCulture)
                : $"offsets[{i.ToString(CultureInfo.InvariantCulture)}]";
            forward.Body.Line($"Span<{type}> {lifetime.Buffer.Name} = arena.Span<{type}>({offset}, {forward.IntExpression(lifetime.Buffer.Length)});");
        }
    }
}
