using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OnnxCodegen.Compiler.Planning;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>What the emitters of kernel calls share: the text of the forward pass, the methods and structs beside it, and the names.</summary>
internal sealed class ForwardWriter
{
    readonly Dictionary<Symbol, string> symbols = new();
    readonly Dictionary<Planning.MapStruct, string> structs = new();
    readonly Dictionary<int, string> methods = new();
    readonly List<string> members = new();
    readonly NameScope names;

    public ForwardWriter(NameScope names)
    {
        this.names = names;
        Dims = new DimPrinter(Local);
    }

    /// <summary>The statements of the method being written.</summary>
    public CSharpWriter Body { get; private set; } = new();

    public DimPrinter Dims { get; }

    /// <summary>Methods and structs that the statements use.</summary>
    public IReadOnlyList<string> Members => members;

    /// <summary>The local that holds a run-time size; the suffix keeps it apart from the locals of the emitter.</summary>
    public string Local(Symbol symbol)
    {
        if (!symbols.TryGetValue(symbol, out string? name))
        {
            name = names.Unique(Names.Camel(symbol.Name, "size") + "_");
            symbols.Add(symbol, name);
        }
        return name;
    }

    /// <summary>The method of a graph within.</summary>
    public string Method(Plan plan)
    {
        if (!methods.TryGetValue(plan.Stage, out string? name))
        {
            name = names.Unique(Names.Pascal(plan.Name));
            methods.Add(plan.Stage, name);
        }
        return name;
    }

    public string UniqueName(string name) => names.Unique(name);

    /// <summary>The name of the struct of an elementwise function.</summary>
    public string Struct(Planning.MapStruct map)
    {
        if (!structs.TryGetValue(map, out string? name))
        {
            string operation = map.Expression is Scalars.ScalarApply apply ? apply.Operation.ToString() : "Map";
            name = names.Unique(operation + structs.Count.ToString(CultureInfo.InvariantCulture));
            structs.Add(map, name);
            members.Add(LanePrinter.Struct(name, map));
        }
        return name;
    }

    /// <summary>Starts the text of another method.</summary>
    public CSharpWriter Restart()
    {
        CSharpWriter finished = Body;
        Body = new CSharpWriter();
        return finished;
    }

    public void AddMember(CSharpWriter member) => members.Add(member.ToString());

    /// <summary>The text of a buffer's span.</summary>
    public static string Span(Buffer buffer) => buffer.Name;

    /// <summary>The span from the access's offset on.</summary>
    public string Slice(Access access) =>
        access.Offset == Dim.Zero ? access.Buffer.Name : $"{access.Buffer.Name}[{IntExpression(access.Offset)}..]";

    public string IntExpression(Dim dim) => Dims.Int(dim);

    /// <summary>Parameters and arguments of a method that works on the given accesses and sizes.</summary>
    public (string Parameters, string Arguments) Signature(IEnumerable<Access> reads, IEnumerable<Access> writes, IEnumerable<Symbol> sizes)
    {
        var written = writes.Select(w => w.Buffer).Distinct().ToArray();
        var parameters = new List<string>();
        var arguments = new List<string>();
        foreach (Buffer buffer in reads.Select(r => r.Buffer).Distinct().Where(b => !written.Contains(b)))
        {
            parameters.Add($"ReadOnlySpan<{buffer.Type.CSharpName()}> {buffer.Name}");
            arguments.Add(buffer.Name);
        }
        foreach (Buffer buffer in written)
        {
            parameters.Add($"Span<{buffer.Type.CSharpName()}> {buffer.Name}");
            arguments.Add(buffer.Name);
        }
        foreach (Symbol symbol in sizes.Distinct())
        {
            parameters.Add("long " + Local(symbol));
            arguments.Add(Local(symbol));
        }
        return (string.Join(", ", parameters), string.Join(", ", arguments));
    }

    /// <summary>An int: a literal, or a local that is written.</summary>
    public string IntLocal(CSharpWriter writer, string name, Dim dim)
    {
        if (dim.IsConstant)
            return dim.Value.ToString(CultureInfo.InvariantCulture);
        writer.Line($"int {name} = {Dims.Int(dim)};");
        return name;
    }

    /// <summary>The index of an element: the offset and the coordinates times their strides.</summary>
    public string Index(CSharpWriter writer, string prefix, Access access, IReadOnlyList<string> coordinates)
    {
        var terms = new List<string>();
        if (access.Offset != Dim.Zero)
            terms.Add(IntLocal(writer, prefix + "Start", access.Offset));
        for (int axis = 0; axis < coordinates.Count; axis++)
        {
            Dim stride = access.Strides[axis];
            if (stride == Dim.Zero)
                continue;
            string step = IntLocal(writer, $"{prefix}Step{axis.ToString(CultureInfo.InvariantCulture)}", stride);
            terms.Add(step == "1" ? coordinates[axis] : $"({coordinates[axis]} * {step})");
        }
        return terms.Count == 0 ? "0" : string.Join(" + ", terms);
    }
}
