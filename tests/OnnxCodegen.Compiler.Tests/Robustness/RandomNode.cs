using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text;
using Google.Protobuf;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Compiler.Tests.Robustness;

/// <summary>Draws models of one node from what the operator's method takes: inputs of common types and small shapes, attributes of the right
/// kind. Some of them are valid.</summary>
internal sealed class RandomNode(Random random, OperatorMeaning meaning)
{
    readonly ParameterInfo[] parameters = meaning.Method.GetParameters();

    public ModelProto Draw()
    {
        var graph = new GraphProto { Name = "random" };
        var node = new NodeProto { OpType = meaning.Name, Domain = meaning.Domain, Name = "node" };
        ElementType type = random.Of(Pools.CommonTypes);
        object[] dims = Dims(random.Next(6));
        foreach (ParameterInfo parameter in parameters)
        {
            if (parameter.ParameterType == typeof(Value))
                AddInput(graph, node, parameter, type, dims);
            else if (typeof(IEnumerable<Value>).IsAssignableFrom(parameter.ParameterType))
                for (int count = random.Next(4); count > 0; count--)
                    AddInput(graph, node, parameter, type, dims);
            else if (!IsContext(parameter.ParameterType) && (!parameter.HasDefaultValue || random.Coin(0.4)))
                node.Attribute.Add(Attribute(parameter));
        }
        int outputs = random.Coin(0.8) ? 1 : random.Next(1, 4);
        for (int i = 0; i < outputs; i++)
        {
            node.Output.Add("y" + i);
            graph.Output.Add(new ValueInfoProto { Name = "y" + i });
        }
        graph.Node.Add(node);
        return Model(meaning, graph);
    }

    /// <summary>A model in whose opset the operator has the meaning.</summary>
    public static ModelProto Model(OperatorMeaning meaning, GraphProto graph)
    {
        var model = new ModelProto { IrVersion = 10, Graph = graph };
        long version = Math.Max(meaning.Since, Math.Min(meaning.Until - 1L, meaning.Domain.Length == 0 ? 24 : 5));
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = meaning.Domain, Version = version });
        if (meaning.Domain.Length > 0)
            model.OpsetImport.Add(new OperatorSetIdProto { Version = 24 });
        return model;
    }

    /// <summary>Small dims, some of them free.</summary>
    public object[] Dims(int rank) => [.. Enumerable.Range(0, rank).Select(axis => random.Coin(0.85) ? (object)(long)random.Next(random.Coin(0.1) ? 0 : 1, 5) : "n" + axis)];

    public AttributeProto Attribute(ParameterInfo parameter)
    {
        Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var attribute = new AttributeProto { Name = SnakeCase(parameter.Name!) };
        int length = random.Next(5);
        if (type == typeof(long) || type == typeof(bool))
            (attribute.Type, attribute.I) = (2, random.Of(Pools.Numbers));
        else if (type == typeof(ElementType))
            (attribute.Type, attribute.I) = (2, (int)random.Of(random.Coin(0.7) ? Pools.CommonTypes : Pools.Types));
        else if (type == typeof(double))
            (attribute.Type, attribute.F) = (1, (float)random.Of(Pools.Reals));
        else if (type == typeof(string))
            (attribute.Type, attribute.S) = (3, ByteString.CopyFromUtf8(random.Of(Pools.Texts)));
        else if (type == typeof(Tensor) || type == typeof(Literal))
            (attribute.Type, attribute.T) = (4, Tensor(string.Empty, random.Of(Pools.CommonTypes), [.. Dims(random.Next(3)).Select(Length)]));
        else if (type == typeof(Subgraph))
            (attribute.Type, attribute.G) = (5, Body());
        else if (typeof(IEnumerable<double>).IsAssignableFrom(type))
            (attribute.Type, _) = (6, Add(attribute.Floats, length, () => (float)random.Of(Pools.Reals)));
        else if (typeof(IEnumerable<long>).IsAssignableFrom(type))
            (attribute.Type, _) = (7, Add(attribute.Ints, length, () => random.Of(Pools.Numbers)));
        else if (typeof(IEnumerable<string>).IsAssignableFrom(type))
            (attribute.Type, _) = (8, Add(attribute.Strings, length, () => ByteString.CopyFromUtf8(random.Of(Pools.Texts))));
        else
            (attribute.Type, attribute.Tp) = (13, new TypeProto { TensorType = new() { ElemType = (int)random.Of(Pools.Types), Shape = Shape(Dims(2)) } });
        return attribute;
    }

    /// <summary>A tensor of small contents.</summary>
    public TensorProto Tensor(string name, ElementType type, long[] dims)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type, Dims = { dims } };
        long count = dims.Aggregate(1L, (product, n) => product * n);
        if (type == ElementType.String)
            tensor.StringData.Add(Enumerable.Range(0, (int)count).Select(_ => ByteString.CopyFromUtf8(random.Of(Pools.Texts))));
        else if (type == ElementType.Int64)
            tensor.Int64Data.Add(Enumerable.Range(0, (int)count).Select(_ => random.Of(Pools.Numbers)));
        else if (type == ElementType.Float)
            tensor.FloatData.Add(Enumerable.Range(0, (int)count).Select(_ => (float)random.Of(Pools.Numbers)));
        else
            tensor.RawData = ByteString.CopyFrom(new byte[((count * type.Bits()) + 7) / 8]);
        return tensor;
    }

    public static ValueInfoProto Value(string name, ElementType type, object[] dims) =>
        new() { Name = name, Type = new TypeProto { TensorType = new() { ElemType = (int)type, Shape = Shape(dims) } } };

    void AddInput(GraphProto graph, NodeProto node, ParameterInfo parameter, ElementType type, object[] dims)
    {
        if (parameter.IsOptional && random.Coin())
        {
            node.Input.Add(string.Empty);
            return;
        }
        string name = "x" + node.Input.Count;
        node.Input.Add(name);
        // Sizes, axes and the like are short vectors of int64.
        bool isVector = node.Input.Count > 1 && random.Coin(0.35);
        ElementType own = isVector ? ElementType.Int64 : random.Coin(0.85) ? type : random.Of(Pools.CommonTypes);
        object[] shape = isVector ? Dims(random.Next(2)) : random.Coin(0.7) ? dims : Dims(random.Next(6));
        if (random.Coin(isVector ? 0.8 : 0.2))
            graph.Initializer.Add(Tensor(name, own, [.. shape.Select(Length)]));
        else
            graph.Input.Add(Value(name, own, shape));
    }

    /// <summary>Whether a parameter tells the operator of its surroundings, not of its node.</summary>
    static bool IsContext(Type type) => type == typeof(Scope) || type == typeof(OnnxNode) || type == typeof(NamedValues);

    static TensorShapeProto Shape(object[] dims)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(dims.Select(dim => dim is string name
            ? new TensorShapeProto.Types.Dimension { DimParam = name }
            : new TensorShapeProto.Types.Dimension { DimValue = (long)dim }));
        return shape;
    }

    /// <summary>A graph that hands its inputs on.</summary>
    GraphProto Body()
    {
        var body = new GraphProto { Name = "body" };
        int count = random.Next(4);
        for (int i = 0; i < count; i++)
        {
            body.Input.Add(Value($"b{i}", random.Of(Pools.CommonTypes), Dims(random.Next(3))));
            body.Node.Add(new NodeProto { OpType = "Identity", Input = { $"b{i}" }, Output = { $"c{i}" } });
            body.Output.Add(new ValueInfoProto { Name = $"c{i}" });
        }
        if (count == 0)
        {
            body.Node.Add(new NodeProto { OpType = "Constant", Output = { "c" }, Attribute = { new AttributeProto { Name = "value_float", Type = 1, F = 1 } } });
            body.Output.Add(new ValueInfoProto { Name = "c" });
        }
        return body;
    }

    static int Add<T>(ICollection<T> list, int count, Func<T> element)
    {
        for (int i = 0; i < count; i++)
            list.Add(element());
        return count;
    }

    static long Length(object dim) => dim is long number ? number : 2;

    public static string SnakeCase(string name)
    {
        var text = new StringBuilder();
        foreach (char letter in name)
            text.Append(char.IsUpper(letter) && text.Length > 0 ? "_" : string.Empty).Append(char.ToLowerInvariant(letter));
        return text.ToString();
    }
}
