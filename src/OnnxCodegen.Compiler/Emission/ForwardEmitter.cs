using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Planning;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Where the emitted class finds the model's bytes at run time.</summary>
/// <param name="ResourceFolder">The prefix of the resources' names, ending in <c>/</c>.</param>
/// <param name="FileName">The name of the model's file.</param>
internal sealed record ModelResource(string ResourceFolder, string FileName)
{
    /// <summary>Splits the name of the model's own resource.</summary>
    public static ModelResource Of(string resource)
    {
        int end = resource.LastIndexOf('/') + 1;
        return new ModelResource(resource.Substring(0, end), resource.Substring(end));
    }
}

/// <summary>Prints a plan as a static class with a method <c>Run</c> that reads like a hand-written forward pass.</summary>
internal static class ForwardEmitter
{
    public static string Emit(Plan plan, OnnxModel model, ModelResource resource, string className, bool profile = false)
    {
        var names = new NameScope(plan.All.SelectMany(p => p.Buffers).Select(b => b.Name)
            .Concat(new[] { "context", "arena", "offsets", "workers", "idle", "prepared", "model", "Run", "Prepare", className }).ToArray());
        var forward = new ForwardWriter(names);
        PreparedLayout prepared = PreparedLayout.Of(plan);
        CSharpWriter run = WriteRun(plan, forward, profile);
        foreach (Plan body in plan.All.Skip(1))
            forward.AddMember(BodyEmitter.Write(body, forward));
        CSharpWriter? prepare = plan.Prepares ? WritePrepare(plan, forward) : null;

        var text = new CSharpWriter();
        using (text.Block("namespace OnnxCodegen.Generated"))
        {
            foreach (string name in new[] { "System", "System.Collections.Generic", "System.Runtime.CompilerServices", "System.Runtime.InteropServices", "System.Runtime.Intrinsics", "OnnxCodegen", "OnnxCodegen.Kernels", "OnnxCodegen.Simd", "OnnxCodegen.Threading" })
                text.Line($"using global::{name};");
            text.Line();
            Summary(plan, model, text);
            using (text.Block($"internal static class {className}"))
            {
                text.Line("static CallContext? idle;");
                Fields(plan, model, resource, prepared, className, text);
                text.Line();
                text.Line(run.ToString().TrimEnd('\n'));
                if (prepare is not null)
                {
                    text.Line();
                    text.Line("/// <summary>Prepares the weights now.</summary>");
                    text.Line("public static void Warmup() => _ = prepared.Arena;");
                    text.Line();
                    text.Line(prepare.ToString().TrimEnd('\n'));
                }
                foreach (string member in forward.Members)
                {
                    text.Line();
                    text.Line(member.TrimEnd('\n'));
                }
            }
        }
        return text.ToString();
    }

    static void Summary(Plan plan, OnnxModel model, CSharpWriter text)
    {
        string kinds = string.Join(", ", plan.All.SelectMany(p => p.Calls)
            .Where(c => c is not AllocateCall)
            .GroupBy(c => c.GetType().Name.Replace("Call", string.Empty))
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, System.StringComparer.Ordinal)
            .Select(g => $"{g.Count().ToString(CultureInfo.InvariantCulture)} × {g.Key}"));
        text.Line($"/// <summary>The forward pass of {Documentation.Xml(model.Graph.Name)}: {kinds}.</summary>");
    }

    static void Fields(Plan plan, OnnxModel model, ModelResource resource, PreparedLayout prepared, string className, CSharpWriter text)
    {
        Buffer[] buffers = plan.All.SelectMany(p => p.Buffers).ToArray();
        var files = buffers.Where(b => b.Storage == Storage.Weight)
            .Select(b => ((WeightLiteral)b.Literal!).Location!.ExternalFile)
            .Distinct().OrderBy(f => f ?? string.Empty, System.StringComparer.Ordinal).ToList();
        foreach (string? file in files)
            text.Line(WeightsEmitter.Field(file, files.IndexOf(file), model, resource, className));
        if (plan.Prepares)
            text.Line($"static readonly PreparedWeights prepared = new({prepared.Bytes.ToString(CultureInfo.InvariantCulture)}, Prepare);");
        foreach (Buffer buffer in buffers)
        {
            if (WeightsEmitter.Property(buffer, files, prepared) is { } property)
                text.Line(property);
        }
    }

    static CSharpWriter WriteRun(Plan plan, ForwardWriter forward, bool profile)
    {
        CSharpWriter body = forward.Body;
        string parameters = string.Join(", ", Parameters(plan, forward));
        using (body.Block($"public static void Run({parameters})"))
        {
            body.Line("CallContext context = CallContext.Rent(ref idle);");
            using (body.Block("try"))
            using (body.Block("unchecked"))
            {
                Inputs(plan, forward);
                Steps(plan, forward, profile);
            }
            using (body.Block("finally"))
                body.Line("context.Return(ref idle);");
        }
        return forward.Restart();
    }

    /// <summary>Prints the steps of a plan, for which the context, the inputs and the sizes known at the start are declared.</summary>
    public static void Steps(Plan plan, ForwardWriter forward, bool profile)
    {
        CSharpWriter body = forward.Body;
        body.Line("Workers workers = context.Workers;");
        foreach (Check check in Checks(plan))
            body.Line($"{RuntimeNames.RequireSizes}({forward.Dims.Print(check.Left)}, {forward.Dims.Print(check.Right)}, {Literals.String(check.Provenance + ": " + check.Message)});");
        ArenaEmitter.Emit(plan, forward);
        if (profile)
            body.Line("StepClock.Start();");
        for (int step = 0; step < plan.Calls.Count; step++)
        {
            ArenaEmitter.Declare(plan, step, forward);
            CallEmitter.Emit(plan.Calls[step], plan, forward);
            if (profile)
                body.Line(StepClockEmitter.Mark(plan.Calls[step], step, forward));
        }
    }

    static CSharpWriter WritePrepare(Plan plan, ForwardWriter forward)
    {
        CSharpWriter body = forward.Body;
        body.Line("/// <summary>Brings the weights into the form that the kernels want, once.</summary>");
        using (body.Block("static void Prepare(Arena arena)"))
        using (body.Block("unchecked"))
        {
            body.Line("Workers workers = Workers.Inline;");
            PreparedLayout layout = PreparedLayout.Of(plan);
            foreach (Buffer buffer in plan.All.SelectMany(p => p.Buffers).Where(b => b.Storage == Storage.Prepared))
                body.Line($"Span<{buffer.Type.CSharpName()}> {buffer.Name} = arena.Span<{buffer.Type.CSharpName()}>({layout.Offset(buffer)}, {forward.IntExpression(buffer.Length)});");
            foreach (KernelCall call in plan.All.SelectMany(p => p.Prepare))
                CallEmitter.Emit(call, plan, forward);
        }
        return forward.Restart();
    }

    static IEnumerable<string> Parameters(Plan plan, ForwardWriter forward)
    {
        foreach (Buffer buffer in plan.Buffers.Where(b => b.Storage == Storage.Input))
            yield return $"Input<{buffer.Type.CSharpName()}> {buffer.Name}Input";
        foreach (string output in OutputParameters(plan))
            yield return output;
    }

    /// <summary>The parameters by which results leave.</summary>
    public static IEnumerable<string> OutputParameters(Plan plan)
    {
        for (int i = 0; i < plan.Graph.Outputs.Count; i++)
        {
            if (plan.Graph.Outputs[i].Value.Type is TensorType tensor)
                yield return $"scoped ref Output<{tensor.Element.CSharpName()}> {OutputParameter(i)}";
        }
    }

    public static string OutputParameter(int position) => "output" + position.ToString(CultureInfo.InvariantCulture);

    static void Inputs(Plan plan, ForwardWriter forward)
    {
        var bound = new HashSet<Symbol>();
        Buffer[] buffers = plan.Buffers.Where(b => b.Storage == Storage.Input).ToArray();
        for (int i = 0; i < buffers.Length; i++)
        {
            forward.Body.Line($"ReadOnlySpan<{buffers[i].Type.CSharpName()}> {buffers[i].Name} = {buffers[i].Name}Input.Data;");
            Shape shape = plan.Graph.Inputs[i].Shape;
            for (int axis = 0; axis < shape.Rank; axis++)
            {
                if (!shape[axis].IsConstant && shape[axis].Symbols[0] is var symbol && bound.Add(symbol))
                    forward.Body.Line($"long {forward.Local(symbol)} = {buffers[i].Name}Input.Lengths[{axis.ToString(CultureInfo.InvariantCulture)}];");
            }
        }
    }

    /// <summary>Assumed facts about sizes that are known at the start of a call.</summary>
    static IEnumerable<Check> Checks(Plan plan)
    {
        var entry = new HashSet<Symbol>(plan.Graph.EntrySymbols);
        return plan.Graph.Scope is { } scope
            ? scope.Checks.Where(c => c.Left.Symbols.Concat(c.Right.Symbols).All(entry.Contains))
            : Enumerable.Empty<Check>();
    }
}
