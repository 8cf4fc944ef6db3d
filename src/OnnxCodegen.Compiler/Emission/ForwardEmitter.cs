using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Planning;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints a plan as a static class with a method <c>Run</c> that reads like a hand-written forward pass: the pass first, then what
/// it calls, the weights and the elementwise functions.</summary>
internal static class ForwardEmitter
{
    static readonly string[] Namespaces =
    {
        "System", "System.Collections.Generic", "System.Runtime.CompilerServices", "System.Runtime.InteropServices", "System.Runtime.Intrinsics",
        "OnnxCodegen", "OnnxCodegen.Kernels", "OnnxCodegen.Simd", "OnnxCodegen.Threading",
    };

    public static string Emit(Plan plan, OnnxModel model, ModelResource resource, string className, bool profile = false)
    {
        var forward = new ForwardWriter(plan, className, model.Graph);
        var weights = new WeightsEmitter(plan, model, resource, className);
        CSharpWriter run = forward.Write(() => WriteRun(plan, forward));
        CSharpWriter pass = forward.Write(() => WriteForward(plan, forward, profile));
        CSharpWriter[] bodies = plan.All.Skip(1).Select(body => forward.Write(() => BodyEmitter.Emit(body, forward))).ToArray();
        CSharpWriter prepare = forward.Write(() => PrepareEmitter.Emit(plan, forward));
        IEnumerable<CSharpWriter> members = new[] { weights.Files(), run, pass }
            .Concat(bodies)
            .Concat(forward.Methods)
            .Concat(new[] { prepare, weights.Constants() })
            .Concat(forward.Fields)
            .Concat(forward.Functions);

        var text = new CSharpWriter(breaksLines: true);
        using (text.Block("namespace OnnxCodegen.Generated"))
        {
            foreach (string name in Namespaces)
                text.Line($"using global::{name};");
            text.Line();
            ForwardSummary.Emit(plan, model, text);
            using (text.Block($"internal static class {className}"))
                text.Separated(members);
        }
        return text.ToString();
    }

    static void WriteRun(Plan plan, ForwardWriter forward)
    {
        CSharpWriter body = forward.Body;
        body.Line("/// <summary>Runs the model in memory that the next call finds again.</summary>");
        Parameter[] parameters = Parameters(plan, forward).ToArray();
        using (body.Block($"public static void Run({string.Join(", ", parameters.Select(p => p.Declaration))})"))
        {
            if (plan.Prepares)
                body.Line("Warmup();");
            body.Line("CallContext context = CallContext.Rent(ref idle);");
            using (body.Block("try"))
                body.Line($"Forward({string.Join(", ", parameters.Select(p => p.Argument).Prepend("context"))});");
            using (body.Block("finally"))
                body.Line("context.Return(ref idle);");
        }
    }

    static void WriteForward(Plan plan, ForwardWriter forward, bool profile)
    {
        var inputs = plan.Buffers.Where(b => b.Storage == Storage.Input).ToArray();
        IEnumerable<string> parameters = Parameters(plan, forward).Select(p => p.Declaration).Prepend("CallContext context");
        using (forward.Body.Block($"static void Forward({string.Join(", ", parameters)})"))
        using (forward.Body.Block("unchecked"))
        {
            CSharpWriter steps = forward.Write(() => PlanEmitter.Emit(plan, forward, profile));
            for (int i = 0; i < inputs.Length; i++)
                Declare(inputs[i], ((Primitives.Parameter)plan.Graph.Inputs[i].Producer.Primitive).Name, forward);
            var declared = new HashSet<Symbol>();
            for (int i = 0; i < inputs.Length; i++)
                if (plan.Graph.Inputs[i].Type is TensorType { Shape: var shape })
                    Lengths(shape, forward.Input(inputs[i]), declared, forward);
            forward.Body.Lines(steps);
        }
    }

    static void Declare(Buffer input, string name, ForwardWriter forward) => forward.Body.Line(input.Object is { } type
        ? $"{type.CSharpName()} {input.Name} = {NaturalValues.From(type, forward.Input(input), name)};"
        : $"ReadOnlySpan<{input.Type.CSharpName()}> {input.Name} = {forward.Input(input)}.Data;");

    /// <summary>Declares the lengths of an input that the steps mention.</summary>
    static void Lengths(Shape shape, string input, HashSet<Symbol> declared, ForwardWriter forward)
    {
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if (shape[axis].Symbols is [var symbol, ..] && forward.Sizes.IsMentioned(new SymbolAtom(symbol)) && declared.Add(symbol))
                forward.Body.Line($"int {forward.Local(symbol)} = {input}.Length({axis.ToString(CultureInfo.InvariantCulture)});");
        }
    }

    static IEnumerable<Parameter> Parameters(Plan plan, ForwardWriter forward) => plan.Buffers
        .Where(b => b.Storage == Storage.Input)
        .Select(b => new Parameter(b.Object is { } type ? CSharpTypes.Natural(type) : $"Input<{b.Type.CSharpName()}>", forward.Input(b)))
        .Concat(OutputParameters(plan, forward));

    /// <summary>The parameters by which results leave.</summary>
    public static IEnumerable<Parameter> OutputParameters(Plan plan, ForwardWriter forward) => plan.Graph.Outputs
        .Select((output, position) => Parameter.Output(output.Value.Type, forward.Output(plan, position), plan.Name.Length == 0));
}
