using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using Google.Protobuf;
using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Compiler.Tests.Robustness;

/// <summary>Reads an example of <see cref="Examples"/> as a model of one node.</summary>
internal sealed class ExampleNode
{
    readonly string[] inputs;
    readonly string[] attributes;

    public ExampleNode(string text)
    {
        string[] sides = text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(';');
        inputs = Words(sides[0]);
        attributes = sides.Length > 1 ? Words(sides[1]) : [];
        string name = Examples.OperatorOf(text);
        int dot = name.LastIndexOf('.');
        Meaning = OperatorTable.All.Where(m => m.Domain == (dot < 0 ? string.Empty : name[..dot]) && m.Name == name[(dot + 1)..]).MaxBy(m => m.Since)!;
    }

    /// <summary>The operator's newest meaning.</summary>
    public OperatorMeaning Meaning { get; }

    public ModelProto Model()
    {
        var node = new NodeProto { OpType = Meaning.Name, Domain = Meaning.Domain, Name = "node", Output = { "y" } };
        var graph = new GraphProto { Name = "example", Node = { node }, Output = { new ValueInfoProto { Name = "y" } } };
        foreach (string input in inputs)
        {
            string name = input == "-" ? string.Empty : "x" + node.Input.Count;
            node.Input.Add(name);
            if (input.Contains('#', StringComparison.Ordinal) || input.Contains('{', StringComparison.Ordinal))
                graph.Initializer.Add(Constant(name, input));
            else if (name.Length > 0)
                graph.Input.Add(new ValueInfoProto { Name = name, Type = Type(input) });
        }
        node.Attribute.Add(attributes.Select(Attribute));
        return RandomNode.Model(Meaning, graph);
    }

    static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    static TypeProto Type(string text)
    {
        string[] parts = text.Split('[', '(', ']', ')', ',');
        if (parts[0] == "seq")
            return new TypeProto { SequenceType = new() { ElemType = Type(text["seq(".Length..^1]) } };
        if (parts[0] == "map")
            return new TypeProto { MapType = new() { KeyType = (int)Element(parts[1]), ValueType = Type(parts[2] + "[]") } };
        return RandomNode.Value(string.Empty, Element(parts[0]), [.. parts[1..^1].Where(dim => dim.Length > 0)
            .Select(dim => long.TryParse(dim, CultureInfo.InvariantCulture, out long length) ? length : (object)dim)]).Type;
    }

    static TensorProto Constant(string name, string text)
    {
        string[] parts = text.Split('#', '{', '}', ',');
        string[] elements = [.. parts[1..].Where(part => part.Length > 0)];
        ElementType type = Element(parts[0]);
        var tensor = new TensorProto { Name = name, DataType = (int)type };
        if (!text.Contains('#', StringComparison.Ordinal))
            tensor.Dims.Add(elements.Length);
        if (type == ElementType.Float)
            tensor.FloatData.Add(elements.Select(Single));
        else if (type == ElementType.Int64)
            tensor.Int64Data.Add(elements.Select(Integer));
        else
            tensor.Int32Data.Add(elements.Select(element => (int)Integer(element)));
        return tensor;
    }

    AttributeProto Attribute(string text)
    {
        string[] sides = text.Split('=', 2);
        string[] elements = sides[1].Split(',');
        Type type = Meaning.Method.GetParameters().First(p => sides[0] == p.Name || sides[0] == RandomNode.SnakeCase(p.Name!)).ParameterType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        var attribute = new AttributeProto { Name = sides[0] };
        if (type == typeof(long) || type == typeof(bool) || type == typeof(ElementType))
            (attribute.Type, attribute.I) = (2, Integer(sides[1]));
        else if (type == typeof(double))
            (attribute.Type, attribute.F) = (1, Single(sides[1]));
        else if (type == typeof(string))
            (attribute.Type, attribute.S) = (3, ByteString.CopyFromUtf8(sides[1]));
        else if (type == typeof(Tensor))
            (attribute.Type, attribute.T) = (4, Constant(string.Empty, sides[1]));
        else if (typeof(IEnumerable<double>).IsAssignableFrom(type))
            (attribute.Type, _) = (6, Add(attribute.Floats, elements.Select(Single)));
        else if (typeof(IEnumerable<long>).IsAssignableFrom(type))
            (attribute.Type, _) = (7, Add(attribute.Ints, elements.Select(Integer)));
        else
            (attribute.Type, _) = (8, Add(attribute.Strings, elements.Select(ByteString.CopyFromUtf8)));
        return attribute;
    }

    static int Add<T>(Google.Protobuf.Collections.RepeatedField<T> list, IEnumerable<T> elements)
    {
        list.Add(elements);
        return list.Count;
    }

    static ElementType Element(string name) => Pools.Types.First(type => type.OnnxName() == name);

    static long Integer(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    static float Single(string text) => float.Parse(text, CultureInfo.InvariantCulture);
}
