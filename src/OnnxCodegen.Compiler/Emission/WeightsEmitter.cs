using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Planning;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints where constants are found: in the model's file, among the prepared weights, or in the program's text.</summary>
internal sealed class WeightsEmitter
{
    readonly Plan plan;
    readonly OnnxModel model;
    readonly ModelResource resource;
    readonly string className;
    readonly PreparedLayout prepared;
    readonly Buffer[] buffers;
    readonly List<string?> files;

    public WeightsEmitter(Plan plan, OnnxModel model, ModelResource resource, string className)
    {
        this.plan = plan;
        this.model = model;
        this.resource = resource;
        this.className = className;
        prepared = PreparedLayout.Of(plan);
        IEnumerable<KernelCall> calls = plan.All.SelectMany(p => p.Prepare.Concat(p.Calls));
        var read = new HashSet<Buffer>(calls.SelectMany(call => call.Reads).Select(access => access.Buffer));
        buffers = plan.All.SelectMany(p => p.Buffers).Where(b => read.Contains(b) && b.Object is null).ToArray();
        files = buffers.Where(b => b.Storage == Storage.Weight).Select(b => Location(b).ExternalFile)
            .Distinct().OrderBy(f => f ?? string.Empty, System.StringComparer.Ordinal).ToList();
    }

    /// <summary>The fields that the memory of calls and the weights come from.</summary>
    public CSharpWriter Files()
    {
        var text = new CSharpWriter();
        text.Line("static CallContext? idle;");
        foreach (string? file in files)
            text.Line($"static readonly ModelWeights {Field(file)} = new({string.Join(", ", Arguments(file))});");
        if (plan.Prepares)
            text.Line($"static readonly PreparedWeights prepared = new({Number(prepared.Bytes)}, Prepare);");
        return text;
    }

    /// <summary>The members that give the elements of constants.</summary>
    public CSharpWriter Constants()
    {
        var text = new CSharpWriter();
        foreach (string member in buffers.Select(Constant).OfType<string>())
            text.Line(member);
        return text;
    }

    string? Constant(Buffer buffer)
    {
        string type = buffer.Type.CSharpName();
        return buffer.Storage switch
        {
            Storage.Weight => $"static ReadOnlySpan<{type}> {buffer.Name} => "
                + $"{Field(Location(buffer).ExternalFile)}.Span<{type}>({Number(Location(buffer).Offset)}, {Number(buffer.Length.Value)});",
            Storage.Prepared => $"static ReadOnlySpan<{type}> {buffer.Name} => "
                + $"prepared.Arena.Span<{type}>({Number(prepared.Offset(buffer))}, {Number(buffer.Length.Value)});",
            Storage.Literal => LiteralArrays.Member(buffer.Name, buffer.Literal!.Read()),
            _ => null,
        };
    }

    IEnumerable<string> Arguments(string? file)
    {
        yield return $"typeof({className}).Assembly";
        yield return Literals.String(resource.ResourceFolder + (file ?? resource.FileName));
        yield return Literals.Int64(file is null ? model.FileLength : ExternalLength(file));
        if (file is not null)
            yield break;
        yield return Literals.UInt64(model.Hash);
        yield return $"[{string.Join(", ", model.Weights.SelectMany(w => new[] { w.Offset, w.Length }).Select(Number))}]";
    }

    string Field(string? file) => files.IndexOf(file) is var index && index == 0 ? "model" : "weights" + Number(index);

    long ExternalLength(string file)
    {
        using System.IO.Stream? stream = model.Source.OpenExternal(file);
        return stream?.Length ?? throw new ModelException(DiagnosticCode.MissingExternalData, $"The file of weights '{file}' is missing.");
    }

    static WeightLocation Location(Buffer buffer) => ((WeightLiteral)buffer.Literal!).Location!;

    static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
