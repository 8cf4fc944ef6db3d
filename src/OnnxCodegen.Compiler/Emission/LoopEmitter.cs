using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OnnxCodegen.Compiler.Planning;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Emits the calls that are plain loops, each as a method of its own.</summary>
internal static class LoopEmitter
{
    public static void Emit(ScalarLoop call, ForwardWriter forward) => Method("Map", call, forward, writer =>
    {
        string[] lengths = Loops.Lengths(forward, writer, "n", call.Shape);
        string[] coordinates = Loops.Coordinates("i", call.Shape);
        string[] operands = call.Operands
            .Select((o, k) => $"{o.Buffer.Name}[{forward.Index(writer, "x" + k.ToString(CultureInfo.InvariantCulture), o, coordinates)}]").ToArray();
        string result = $"{call.Result.Buffer.Name}[{forward.Index(writer, "y", call.Result, coordinates)}]";
        Loops.Nest(writer, coordinates, lengths, () =>
        {
            string text = ScalarPrinter.Print(call.Expression, leaf => Leaf(leaf, operands, coordinates, forward), writer);
            writer.Line($"{result} = {Parentheses.Unwrap(text)};");
        });
    });

    public static void Emit(ReduceLoop call, ForwardWriter forward) => Method("Reduce" + call.Operation, call, forward, writer =>
    {
        ElementType type = call.Source.Buffer.Type;
        string[] lengths = Loops.Lengths(forward, writer, "n", call.Shape);
        string[] coordinates = Loops.Coordinates("i", call.Shape);
        // A folded axis has stride 0 in the result; its flag may be known at run time only.
        Access result = call.Result with { Strides = call.Result.Strides.Select((s, axis) => s * (1 - call.Flags[axis])).ToArray() };
        string source = $"{call.Source.Buffer.Name}[{forward.Index(writer, "x", call.Source, coordinates)}]";
        string target = $"{result.Buffer.Name}[{forward.Index(writer, "y", result, coordinates)}]";
        // Only the result's own elements: its buffer may hold those of neighbours.
        Shape folded = new(call.Shape.Select((n, axis) => n + (call.Flags[axis] * (1 - n))));
        writer.Line(CallEmitter.Fill(result, folded, Identity(call.Operation, type), forward));
        bool isPlainSum = call.Operation == Reduction.Sum && type.Bits() >= 32 && type != ElementType.Bool;
        string statement = isPlainSum ? $"{target} += {source};" : $"{target} = {Parentheses.Unwrap(Combine(call.Operation, type, target, source))};";
        Loops.Nest(writer, coordinates, lengths, () => writer.Line(statement));
    });

    public static void Emit(ContractLoop call, ForwardWriter forward) => Method("Contract", call, forward, writer =>
    {
        string[] lengths = Loops.Lengths(forward, writer, "n", call.Shape);
        string[] coordinates = Loops.Coordinates("i", call.Shape);
        string[] summedLengths = Loops.Lengths(forward, writer, "m", call.Summed);
        string[] summed = Loops.Coordinates("k", call.Summed);
        string[] all = coordinates.Concat(summed).ToArray();
        string type = call.Accumulate.CSharpName();
        string a = $"{call.A.Buffer.Name}[{forward.Index(writer, "a", call.A, all)}]";
        string b = $"{call.B.Buffer.Name}[{forward.Index(writer, "b", call.B, all)}]";
        string result = $"{call.Result.Buffer.Name}[{forward.Index(writer, "y", call.Result, coordinates)}]";
        bool isHalf = call.Accumulate.IsFloating() && call.Accumulate.Bits() < 32;
        string sum = isHalf ? "float" : type;
        string cast = isHalf ? "(float)" : string.Empty;
        Loops.Nest(writer, coordinates, lengths, () =>
        {
            writer.Line($"{sum} sum = 0;");
            Loops.Nest(writer, summed, summedLengths, () => writer.Line(isHalf || call.Accumulate.Bits() >= 32
                ? $"sum += {cast}{a} * {cast}{b};"
                : $"sum = ({type})(sum + ({a} * {b}));"));
            writer.Line($"{result} = {(isHalf ? $"({type})" : string.Empty)}sum;");
        });
    });

    public static void Emit(GatherLoop call, ForwardWriter forward) => Method("Gather", call, forward, writer =>
    {
        string[] loops = Loops.Coordinates("i", call.Axes);
        string[] lengths = Loops.Lengths(forward, writer, "n", call.Axes);
        string[] axes = Loops.Lengths(forward, writer, "axis", call.Indexed.Select(axis => axis.Length).ToArray());
        string[] indices = call.Indexed.Select((_, axis) => "at" + axis.ToString(CultureInfo.InvariantCulture)).ToArray();
        string[] reads = Reads(call.Indices, loops, forward, writer);
        Access indexed = call.Source with { Strides = call.Source.Strides.Concat(call.Indexed.Select(axis => axis.Stride)).ToArray() };
        string source = forward.Index(writer, "x", indexed, loops.Concat(indices).ToArray());
        string result = forward.Index(writer, "y", call.Result, loops);
        string run = forward.IntLocal(writer, "run", call.Run);
        int outer = call.IndexLoops;
        Loops.Nest(writer, loops.Take(outer).ToArray(), lengths, () =>
        {
            string? inside = Indices(call.Outside, indices, reads, axes, writer);
            Loops.Nest(writer, loops.Skip(outer).ToArray(), lengths.Skip(outer).ToArray(), () =>
            {
                if (call.Run == Dim.One)
                    Element($"{call.Result.Buffer.Name}[{result}]", $"{call.Source.Buffer.Name}[{source}]", inside, writer);
                else
                    Run($"{call.Result.Buffer.Name}.Slice({result}, {run})", $"{call.Source.Buffer.Name}.Slice({source}, {run})", inside, writer);
            });
        });
    });

    /// <summary>Writes the indices into locals.</summary>
    /// <returns>The condition under which all lie inside their axes; null where they do in any case.</returns>
    static string? Indices(OutsideMode outside, string[] indices, string[] reads, string[] axes, CSharpWriter writer)
    {
        for (int k = 0; k < indices.Length; k++)
        {
            string text = outside switch
            {
                OutsideMode.Error => $"{RuntimeNames.CheckIndex}({reads[k]}, {axes[k]})",
                OutsideMode.Clamp => $"(int)Math.Clamp({reads[k]}, 0, {axes[k]} - 1)",
                _ => $"(int){reads[k]}",
            };
            writer.Line($"int {indices[k]} = {text};");
        }
        return outside == OutsideMode.Zero && indices.Length > 0
            ? string.Join(" && ", indices.Select((index, k) => $"(uint){index} < (uint){axes[k]}"))
            : null;
    }

    static void Element(string result, string source, string? inside, CSharpWriter writer) =>
        writer.Line(inside is null ? $"{result} = {source};" : $"{result} = {inside} ? {source} : default!;");

    static void Run(string result, string source, string? inside, CSharpWriter writer)
    {
        if (inside is null)
        {
            writer.Line($"{source}.CopyTo({result});");
            return;
        }
        writer.Line($"if ({inside})");
        writer.Line($"    {source}.CopyTo({result});");
        writer.Line("else");
        writer.Line($"    {result}.Clear();");
    }

    public static void Emit(ScatterLoop call, ForwardWriter forward) => Method("Scatter" + call.Operation, call, forward, writer =>
    {
        (string[] outer, string[] inner, string[] outerLengths, string[] innerLengths) = BlockLoops(forward, writer, call.IndexShape, call.Inner);
        string[] axes = Loops.Lengths(forward, writer, "axis", call.Lengths);
        string[] indices = call.Lengths.Select((_, axis) => "at" + axis.ToString(CultureInfo.InvariantCulture)).ToArray();
        string[] reads = Reads(call.Indices, outer, forward, writer);
        string update = $"{call.Updates.Buffer.Name}[{forward.Index(writer, "x", call.Updates, outer.Concat(inner).ToArray())}]";
        string result = $"{call.Result.Buffer.Name}[{forward.Index(writer, "y", call.Result, outer.Take(call.Batch).Concat(indices).Concat(inner).ToArray())}]";
        Loops.Nest(writer, outer, outerLengths, () =>
        {
            for (int k = 0; k < indices.Length; k++)
                writer.Line($"int {indices[k]} = {RuntimeNames.CheckIndex}({reads[k]}, {axes[k]});");
            Loops.Nest(writer, inner, innerLengths, () =>
                writer.Line($"{result} = {Parentheses.Unwrap(Combine(call.Operation, call.Result.Buffer.Type, result, update))};"));
        });
    });

    /// <summary>The elements of index tensors as numbers that a long holds.</summary>
    static string[] Reads(IReadOnlyList<Access> indices, string[] coordinates, ForwardWriter forward, CSharpWriter writer) => indices.Select((x, k) =>
    {
        string element = $"{x.Buffer.Name}[{forward.Index(writer, "index" + k.ToString(CultureInfo.InvariantCulture), x, coordinates)}]";
        return x.Buffer.Type == ElementType.UInt64 ? "(long)" + element : element;
    }).ToArray();

    /// <summary>Adds a method that takes the buffers and the sizes that its body mentions, and calls it.</summary>
    static void Method(string purpose, KernelCall call, ForwardWriter forward, Action<CSharpWriter> body)
    {
        var text = new CSharpWriter();
        IReadOnlyList<DimAtom> sizes = forward.Sizes.Mentioned(() => body(text));
        Planning.Buffer[] written = call.Writes.Select(w => w.Buffer).Distinct().ToArray();
        Planning.Buffer[] read = call.Reads.Select(r => r.Buffer).Distinct().Except(written).ToArray();
        IEnumerable<string> arguments = read.Concat(written).Select(b => b.Name).Concat(sizes.Select(forward.Sizes.Name));
        IEnumerable<string> parameters = read.Select(b => $"ReadOnlySpan<{b.Type.CSharpName()}> {b.Name}")
            .Concat(written.Select(b => $"Span<{b.Type.CSharpName()}> {b.Name}"))
            .Concat(sizes.Select(size => $"{forward.Sizes.Type(size)} {forward.Sizes.Name(size)}"));
        string name = forward.UniqueMember(purpose + Names.Pascal(written[0].Name));
        forward.Body.Line($"{name}({string.Join(", ", arguments)});");
        forward.AddMethod(forward.Write(() =>
        {
            forward.Comment(call);
            using (forward.Body.Block($"static void {name}({string.Join(", ", parameters)})"))
            using (forward.Body.Block("unchecked"))
                forward.Body.Lines(text);
        }));
    }

    static (string[] Outer, string[] Inner, string[] OuterLengths, string[] InnerLengths) BlockLoops(
        ForwardWriter forward, CSharpWriter writer, Shape index, Shape inner) => (
        Loops.Coordinates("i", index), Loops.Coordinates("j", inner),
        Loops.Lengths(forward, writer, "n", index), Loops.Lengths(forward, writer, "m", inner));

    static string Leaf(ScalarExpr leaf, string[] operands, string[] coordinates, ForwardWriter forward) => leaf switch
    {
        ScalarInput input => operands[input.Position],
        ScalarIndex index => "(long)" + coordinates[index.Axis],
        ScalarDim dim => forward.Dims.LongFactor(dim.Dim),
        _ => throw new InvalidOperationException($"{leaf} is no leaf."),
    };

    static string Identity(Reduction operation, ElementType type)
    {
        string name = type.CSharpName();
        return operation switch
        {
            Reduction.Sum => Number(0, type),
            Reduction.Product => Number(1, type),
            Reduction.And => "true",
            Reduction.Or => "false",
            Reduction.Min => type == ElementType.Bool ? "true" : type.IsFloating() ? $"{name}.PositiveInfinity" : $"{name}.MaxValue",
            _ => type == ElementType.Bool ? "false" : type.IsFloating() ? $"{name}.NegativeInfinity" : $"{name}.MinValue",
        };
    }

    static string Number(long number, ElementType type) => ScalarPrinter.Literal(type.IsFloating() ? (double)number : number, type);

    static string Combine(Reduction operation, ElementType type, string a, string b) => Combine(
        operation switch
        {
            Reduction.Sum => ScalarOperation.Add,
            Reduction.Product => ScalarOperation.Multiply,
            Reduction.Min => ScalarOperation.Minimum,
            Reduction.Max => ScalarOperation.Maximum,
            Reduction.And => ScalarOperation.And,
            _ => ScalarOperation.Or,
        }, type, a, b);

    static string Combine(ScatterOperation operation, ElementType type, string a, string b) => operation == ScatterOperation.Set ? b : Combine(
        operation switch
        {
            ScatterOperation.Add => ScalarOperation.Add,
            ScatterOperation.Multiply => ScalarOperation.Multiply,
            ScatterOperation.Min => ScalarOperation.Minimum,
            _ => ScalarOperation.Maximum,
        }, type, a, b);

    static string Combine(ScalarOperation operation, ElementType type, string a, string b) => ScalarPrinter.Print(
        ScalarExpr.Apply(operation, ScalarExpr.Input(0, type), ScalarExpr.Input(1, type)),
        leaf => ((ScalarInput)leaf).Position == 0 ? a : b, new CSharpWriter());
}
