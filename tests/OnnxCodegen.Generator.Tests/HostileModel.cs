using System;
using System.Collections.Generic;
using System.Linq;
using Google.Protobuf;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Generator.Tests;

/// <summary>A model that has every kind of text that models have, and says the given words in all of them.</summary>
internal sealed class HostileModel(string words)
{
    const int Columns = 300;

    public ModelProto Build()
    {
        ModelProto model = Models.Model(
            Nodes(),
            [Value("x", ElementType.Float, words + " dim", Columns), Value("flag", ElementType.Bool), Value("text", ElementType.String, words + " dim")],
            [
                Value("product", ElementType.Float, words + " dim", Columns), Value("chosen", ElementType.Float, words + " dim", Columns),
                Value("numbers", ElementType.Int64, words + " dim"), Value("labelled", ElementType.Float),
            ],
            Weight());
        // A ZipMap gives a sequence of maps: its type says nothing that the labels do not.
        model.Graph.Output[3].Type = new TypeProto();
        Describe(model);
        return model;
    }

    string Name(string role) => words + " " + role;

    IEnumerable<NodeProto> Nodes()
    {
        yield return Node("MatMul", ["x", "weight"], ["product"]);
        yield return Node("If", ["flag"], ["chosen"], Graph("then_branch", "Relu"), Graph("else_branch", "Abs"));
        yield return Node("Softmax", ["product"], ["soft"]);
        yield return Call("LabelEncoder", ["text"], ["numbers"], Strings("keys_strings"), Numbers("values_int64s"));
        yield return Call("ZipMap", ["two"], ["labelled"], Strings("classlabels_strings"));
        yield return Node("Slice", ["soft", "zero", "two_columns", "one"], ["two"]);
    }

    NodeProto Node(string @operator, string[] inputs, string[] outputs, params AttributeProto[] attributes)
    {
        NodeProto node = Models.Node(@operator, [.. inputs.Select(Name)], [.. outputs.Select(Name)], attributes);
        node.Name = Name(@operator);
        node.DocString = words;
        return node;
    }

    NodeProto Call(string @operator, string[] inputs, string[] outputs, params AttributeProto[] attributes)
    {
        NodeProto node = Node(@operator, inputs, outputs, attributes);
        node.Domain = "ai.onnx.ml";
        return node;
    }

    AttributeProto Graph(string name, string @operator) => new()
    {
        Name = name,
        Type = 5,
        G = new GraphProto
        {
            Name = Name(name),
            DocString = words,
            Node = { Node(@operator, ["x"], [name + " result"]) },
            Output = { Value(name + " result", ElementType.Float, words + " dim", Columns) },
        },
    };

    AttributeProto Strings(string name) => new() { Name = name, Type = 8, Strings = { ByteString.CopyFromUtf8(Name("a")), ByteString.CopyFromUtf8(Name("b")) } };

    static AttributeProto Numbers(string name) => new() { Name = name, Type = 7, Ints = { 1, 2 } };

    ValueInfoProto Value(string name, ElementType type, params object[] dims)
    {
        ValueInfoProto value = Models.Value(Name(name), type, dims);
        value.DocString = words;
        return value;
    }

    TensorProto[] Weight() =>
    [
        new()
        {
            Name = Name("weight"),
            DocString = words,
            DataType = (int)ElementType.Float,
            Dims = { Columns, Columns },
            FloatData = { Enumerable.Repeat(0.5f, Columns * Columns) },
        },
        Number("zero", 0), Number("one", 1), Number("two_columns", 2),
    ];

    TensorProto Number(string name, long number) => new()
    {
        Name = Name(name), DataType = (int)ElementType.Int64, Dims = { 1 }, Int64Data = { number },
    };

    void Describe(ModelProto model)
    {
        model.ProducerName = model.ProducerVersion = model.Domain = model.DocString = words;
        model.MetadataProps.Add(new StringStringEntryProto { Key = words, Value = words });
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "ai.onnx.ml", Version = 3 });
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = Name("domain"), Version = 1 });
        model.Graph.Name = model.Graph.DocString = words;
    }
}
