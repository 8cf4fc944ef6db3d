using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Planning;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints where constants are found: in the model's file, among the prepared weights, or in the program's text.</summary>
internal static class WeightsEmitter
{
    const int ElementsPerLine = 16;

    /// <summary>The field of the model's file (<paramref name="external"/> is null) or of a file of weights.</summary>
    public static string Field(string? external, int index, OnnxModel model, ModelResource resource, string className)
    {
        string assembly = $"typeof({className}).Assembly";
        if (external is not null)
        {
            long length = ExternalLength(external, model);
            return $"static readonly ModelWeights {FieldName(index)} = new({assembly}, {Literals.String(resource.ResourceFolder + external)}, {Literals.Int64(length)});";
        }
        string ranges = string.Join(", ", model.Weights.SelectMany(w => new[] { w.Offset, w.Length }).Select(n => n.ToString(CultureInfo.InvariantCulture)));
        return $"static readonly ModelWeights {FieldName(index)} = new({assembly}, {Literals.String(resource.ResourceFolder + resource.FileName)}, "
            + $"{Literals.Int64(model.FileLength)}, {Literals.UInt64(model.Hash)}, new long[] {{ {ranges} }});";
    }

    /// <summary>The property that gives a constant's elements; null for buffers of a call.</summary>
    public static string? Property(Buffer buffer, List<string?> files, PreparedLayout prepared)
    {
        string type = buffer.Type.CSharpName();
        string length = buffer.Length.IsConstant ? buffer.Length.Value.ToString(CultureInfo.InvariantCulture) : string.Empty;
        switch (buffer.Storage)
        {
            case Storage.Weight:
                WeightLocation location = ((WeightLiteral)buffer.Literal!).Location!;
                return $"static ReadOnlySpan<{type}> {buffer.Name} => {FieldName(files.IndexOf(location.ExternalFile))}.Span<{type}>({location.Offset.ToString(CultureInfo.InvariantCulture)}, {length});";
            case Storage.Prepared:
                return $"static ReadOnlySpan<{type}> {buffer.Name} => prepared.Arena.Span<{type}>({prepared.Offset(buffer).ToString(CultureInfo.InvariantCulture)}, {length});";
            case Storage.Literal:
                string elements = Elements(buffer.Literal!.Read());
                return IsBlob(buffer.Type)
                    ? $"static ReadOnlySpan<{type}> {buffer.Name} => new {type}[] {{ {elements} }};"
                    : $"static readonly {type}[] {buffer.Name} = new {type}[] {{ {elements} }};";
            default:
                return null;
        }
    }

    /// <summary>An expression that makes an array of the tensor's elements.</summary>
    public static string NewArray(Tensor tensor) => $"new {tensor.Type.CSharpName()}[] {{ {Elements(tensor)} }}";

    static string FieldName(int index) => index == 0 ? "model" : "weights" + index.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether csc stores an array of the type as data of the assembly.</summary>
    static bool IsBlob(ElementType type) => type is not (ElementType.String or ElementType.Float16 or ElementType.BFloat16)
        && !(type.IsFloating() && type.Bits() <= 8);

    static string Elements(Tensor tensor)
    {
        IEnumerable<string> all = tensor.Data.Cast<object>().Select(e => ScalarPrinter.Literal(e, tensor.Type));
        IEnumerable<string> lines = all.Select((text, i) => (text, i)).GroupBy(p => p.i / ElementsPerLine).Select(g => string.Join(", ", g.Select(p => p.text)));
        return string.Join(",\n    ", lines);
    }

    static long ExternalLength(string file, OnnxModel model)
    {
        using System.IO.Stream? stream = model.Source.OpenExternal(file);
        return stream?.Length ?? throw new ModelException($"The file of weights '{file}' is missing.");
    }
}
