using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Differential.Tests;

/// <summary>A model in one line, for example <c>opset 13: y0_0 = Transpose(x0: float[n3, 4]) {perm = [1, 0]}</c>.</summary>
internal static class GraphText
{
    const int ShortVector = 8;

    public static string Of(ModelProto model)
    {
        var described = model.Graph.Input.ToDictionary(input => input.Name, Input).Concat(model.Graph.Initializer.ToDictionary(weight => weight.Name, Weight))
            .ToDictionary(entry => entry.Key, entry => entry.Value);
        return string.Create(CultureInfo.InvariantCulture, $"opset {model.OpsetImport[0].Version}: {string.Join("; ", model.Graph.Node.Select(node => Node(node, described)))}");
    }

    static string Node(NodeProto node, Dictionary<string, string> described)
    {
        IEnumerable<string> inputs = node.Input.Select(name => described.GetValueOrDefault(name, name));
        string attributes = node.Attribute.Count == 0 ? string.Empty : $" {{{string.Join(", ", node.Attribute.Select(Attribute))}}}";
        return $"{string.Join(", ", node.Output)} = {node.OpType}({string.Join(", ", inputs)}){attributes}";
    }

    static string Attribute(AttributeProto attribute) => $"{attribute.Name} = " + attribute.Type switch
    {
        1 => attribute.F.ToString(CultureInfo.InvariantCulture),
        2 => attribute.I.ToString(CultureInfo.InvariantCulture),
        3 => attribute.S.ToStringUtf8(),
        6 => $"[{string.Join(", ", attribute.Floats.Select(f => f.ToString(CultureInfo.InvariantCulture)))}]",
        8 => $"[{string.Join(", ", attribute.Strings.Select(s => s.ToStringUtf8()))}]",
        4 => $"{Type(attribute.T.DataType)}[{string.Join(", ", attribute.T.Dims)}]",
        5 => attribute.G.Name,
        13 => Type(attribute.Tp.TensorType.ElemType),
        _ => $"[{string.Join(", ", attribute.Ints)}]",
    };

    static string Input(ValueInfoProto input) =>
        $"{input.Name}: {Type(input.Type.TensorType.ElemType)}[{string.Join(", ", input.Type.TensorType.Shape.Dim.Select(dim => dim.HasDimParam ? dim.DimParam : Number(dim.DimValue)))}]";

    static string Weight(TensorProto weight) => weight.DataType == (int)ElementType.Int64 && weight.Dims.Count <= 1 && weight.RawData.Length <= ShortVector * sizeof(long)
        ? $"[{string.Join(", ", MemoryMarshal.Cast<byte, long>(weight.RawData.Span).ToArray())}]"
        : $"{weight.Name}: {Type(weight.DataType)}[{string.Join(", ", weight.Dims)}]";

    static string Type(int type) => ((ElementType)type).OnnxName();

    static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
