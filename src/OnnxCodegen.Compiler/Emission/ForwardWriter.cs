using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Planning;
using Buffer = OnnxCodegen.Compiler.Planning.Buffer;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>What the emitters of kernel calls share: the text of the forward pass, the methods, structs and fields beside it, and the
/// names.</summary>
internal sealed class ForwardWriter
{
    readonly Dictionary<MapStruct, string> structs = new();
    readonly Dictionary<RowFunction, string> rowMethods = new();
    readonly Dictionary<int, string> bodies = new();
    readonly Dictionary<Buffer, string> inputs = new();
    readonly Dictionary<(int Stage, int Position), string> outputs = new();
    readonly Dictionary<string, string> operators;
    readonly List<CSharpWriter> sections = new();
    readonly List<CSharpWriter> methods = new();
    readonly List<CSharpWriter> fields = new();
    readonly List<CSharpWriter> functions = new();
    readonly NameScope locals = ForwardNames.Locals();
    readonly NameScope members;

    public ForwardWriter(Plan plan, string className, OnnxGraph graph)
    {
        operators = graph.Nodes.GroupBy(n => n.DisplayName).ToDictionary(g => g.Key, g => g.First().Operator);
        foreach (Buffer buffer in plan.All.SelectMany(p => p.Buffers))
            locals.Unique(buffer.Name);
        members = ForwardNames.Members(className);
        Sizes = new SizeLocals(plan, locals);
        Dims = new DimPrinter(Sizes);
    }

    /// <summary>The statements of the method being written.</summary>
    public CSharpWriter Body { get; private set; } = new();

    public SizeLocals Sizes { get; }

    public DimPrinter Dims { get; }

    /// <summary>Methods that the statements call: the parts of long ones, then what these call.</summary>
    public IEnumerable<CSharpWriter> Methods => sections.Concat(methods);

    /// <summary>Fields that the statements read.</summary>
    public IReadOnlyList<CSharpWriter> Fields => fields;

    /// <summary>Structs of elementwise functions.</summary>
    public IReadOnlyList<CSharpWriter> Functions => functions;

    /// <summary>The local that holds a run-time size.</summary>
    public string Local(Symbol symbol) => Sizes.Name(symbol);

    /// <summary>A local or a field of its own.</summary>
    public string UniqueLocal(string name) => locals.Unique(name);

    /// <summary>A method or a struct of its own.</summary>
    public string UniqueMember(string name) => members.Unique(name);

    /// <summary>The parameter that brings an input of the model.</summary>
    public string Input(Buffer buffer)
    {
        if (!inputs.TryGetValue(buffer, out string? name))
            inputs.Add(buffer, name = locals.Unique(buffer.Name + (buffer.Object is null ? "Tensor" : "Value")));
        return name;
    }

    /// <summary>The parameter by which a result of a plan leaves.</summary>
    public string Output(Plan plan, int position)
    {
        if (!outputs.TryGetValue((plan.Stage, position), out string? name))
        {
            GraphOutput output = plan.Graph.Outputs[position];
            outputs.Add((plan.Stage, position), name = locals.Unique(Names.Camel(output.Name + (output.Value.Type is TensorType ? " tensor" : " value"))));
        }
        return name;
    }

    /// <summary>The method of a graph within.</summary>
    public string Method(Plan plan)
    {
        if (!bodies.TryGetValue(plan.Stage, out string? name))
            bodies.Add(plan.Stage, name = members.Unique(Names.Pascal(plan.Name)));
        return name;
    }

    /// <summary>The struct of an elementwise function: equal functions share one.</summary>
    public string Struct(MapStruct map)
    {
        if (!structs.TryGetValue(map, out string? name))
        {
            structs.Add(map, name = members.Unique(FunctionNames.Of(map.Expression)));
            functions.Add(Write(() => Body.Line(LanePrinter.Struct(name, map).TrimEnd('\n'))));
        }
        return name;
    }

    /// <summary>The method that does the steps of a row loop on a line: equal steps share one.</summary>
    /// <param name="node">The ONNX node that it is named after.</param>
    public string RowMethod(RowFunction function, string node)
    {
        if (!rowMethods.TryGetValue(function, out string? name))
        {
            rowMethods.Add(function, name = members.Unique(Stem(node) + (function.IsOfColumns ? "Columns" : "Row")));
            methods.Add(Write(() => RowLoopEmitter.Method(name, function, this)));
        }
        return name;
    }

    /// <summary>The last part of an ONNX name in Pascal case.</summary>
    public static string Stem(string node) => Names.Pascal(node.Split('/', ':').LastOrDefault(part => part.Length > 0) ?? string.Empty);

    /// <summary>The name of the next part of a long method.</summary>
    public string NextSection() => members.Unique("Section" + (sections.Count + 1).ToString(CultureInfo.InvariantCulture));

    /// <summary>Writes the text of another method.</summary>
    public CSharpWriter Write(Action write)
    {
        CSharpWriter around = Body;
        Body = new CSharpWriter();
        write();
        CSharpWriter written = Body;
        Body = around;
        return written;
    }

    /// <summary>Writes the ONNX nodes of a step.</summary>
    public void Comment(KernelCall call)
    {
        if (call.Origins.Count > 0)
            Body.Comment(string.Join(", ", call.Origins.Select(Describe)));
    }

    /// <summary>The name of an ONNX node, with its operator where the name does not tell it.</summary>
    public string Describe(string node) =>
        operators.TryGetValue(node, out string? op) && node.IndexOf(op, StringComparison.OrdinalIgnoreCase) < 0 ? $"{node} ({op})" : node;

    public void AddMethod(CSharpWriter method) => methods.Add(method);

    public void AddSection(CSharpWriter section) => sections.Add(section);

    public void AddField(CSharpWriter field) => fields.Add(field);

    /// <summary>The span from the access's offset on.</summary>
    public string Slice(Access access) =>
        access.Offset == Dim.Zero || access.Buffer.Length == Dim.Zero ? access.Buffer.Name
        : LiteralArrays.IsArray(access.Buffer) ? $"{access.Buffer.Name}.AsSpan({Dims.Int(access.Offset)})"
        : access.Buffer.Length is { IsConstant: true, Value: > 0 } ? $"{access.Buffer.Name}[{Dims.IntFactor(access.Offset)}..]"
        : $"{RuntimeNames.From}({access.Buffer.Name}, {Dims.Int(access.Offset)})";

    /// <summary>The dims as a span of ints.</summary>
    public string Ints(IEnumerable<Dim> dims)
    {
        Dim[] all = dims.ToArray();
        string elements = string.Join(", ", all.Select(Dims.Int));
        return all.All(d => d.IsConstant) ? $"[{elements}]" : $"stackalloc[] {{ {elements} }}";
    }

    /// <summary>A declaration of a symbol's local from a number of 64 bits.</summary>
    public string Declaration(Symbol symbol, string number) => $"{Sizes.Type(symbol)} {Local(symbol)} = {Sizes.Narrow(symbol, number)};";

    /// <summary>An int: a number, a name, or a local that is written.</summary>
    public string IntLocal(CSharpWriter writer, string name, Dim dim)
    {
        string text = Dims.Int(dim);
        if (text.All(c => char.IsLetterOrDigit(c) || c == '_'))
            return text;
        writer.Line($"int {name} = {text};");
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
            if (stride == Dim.Zero || coordinates[axis] == "0")
                continue;
            string step = IntLocal(writer, $"{prefix}Step{axis.ToString(CultureInfo.InvariantCulture)}", stride);
            terms.Add(step == "1" ? coordinates[axis] : $"({coordinates[axis]} * {step})");
        }
        return terms.Count == 0 ? "0" : terms.Count == 1 ? terms[0].TrimStart('(').TrimEnd(')') : string.Join(" + ", terms);
    }
}
