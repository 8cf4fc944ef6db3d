using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Generator.Tests.Snapshots;

/// <summary>One encoder layer of a transformer on token numbers, of free batch and length, as exporters write it.</summary>
internal sealed class Transformer
{
    const int Tokens = 50;
    const int Hidden = 32;
    const int Heads = 4;

    readonly List<NodeProto> nodes = [];
    readonly List<TensorProto> weights = [];

    public static ModelProto Model()
    {
        var transformer = new Transformer();
        transformer.Build();
        ModelProto model = Models.Model(
            transformer.nodes,
            [Models.Value("tokens", ElementType.Int64, "batch", "length")],
            [Models.Value("hidden", ElementType.Float, "batch", "length", Hidden)],
            [.. transformer.weights]);
        model.Graph.Name = "transformer";
        return model;
    }

    void Build()
    {
        Weight("embedding.weight", Tokens, Hidden);
        Add("/embedding/Gather", "Gather", "embedded", "embedding.weight", "tokens");
        string attended = Attention("embedded");
        Add("/attention/Add", "Add", "residual", "embedded", attended);
        Normalize("/norm1", "residual", "normal");
        string widened = Linear("/mlp/up", "normal", Hidden, 2 * Hidden);
        Number("sqrt2", MathF.Sqrt(2));
        Number("one", 1);
        Number("half", 0.5f);
        Add("/mlp/gelu/Div", "Div", "scaled", widened, "sqrt2");
        Add("/mlp/gelu/Erf", "Erf", "erf", "scaled");
        Add("/mlp/gelu/Add", "Add", "shifted", "erf", "one");
        Add("/mlp/gelu/Mul", "Mul", "product", widened, "shifted");
        Add("/mlp/gelu/Mul_1", "Mul", "gelu", "product", "half");
        string narrowed = Linear("/mlp/down", "gelu", 2 * Hidden, Hidden);
        Add("/mlp/Add", "Add", "residual1", "normal", narrowed);
        Normalize("/norm2", "residual1", "hidden");
    }

    string Attention(string x)
    {
        Numbers("heads", 0, 0, Heads, Hidden / Heads);
        Numbers("joined", 0, 0, Hidden);
        Number("scale", 1 / MathF.Sqrt(Hidden / Heads));
        string query = Head("q", x, 0, 2, 1, 3);
        string key = Head("k", x, 0, 2, 3, 1);
        string value = Head("v", x, 0, 2, 1, 3);
        Add("/attention/MatMul", "MatMul", "scores", query, key);
        Add("/attention/Mul", "Mul", "weighted", "scores", "scale");
        Add("/attention/Softmax", "Softmax", "probabilities", "weighted");
        Add("/attention/MatMul_1", "MatMul", "context", "probabilities", value);
        Add("/attention/Transpose", "Transpose", "rows", ["context"], Permutation(0, 2, 1, 3));
        Add("/attention/Reshape", "Reshape", "together", "rows", "joined");
        return Linear("/attention/out", "together", Hidden, Hidden);
    }

    string Head(string name, string x, params long[] permutation)
    {
        string projected = Linear("/attention/" + name, x, Hidden, Hidden);
        Add($"/attention/{name}/Reshape", "Reshape", name + "_split", projected, "heads");
        Add($"/attention/{name}/Transpose", "Transpose", name + "_heads", [name + "_split"], Permutation(permutation));
        return name + "_heads";
    }

    string Linear(string path, string x, int inputs, int outputs)
    {
        string name = path[1..].Replace('/', '.');
        Weight(name + ".weight", inputs, outputs);
        Vector(name + ".bias", outputs, 0);
        Add(path + "/MatMul", "MatMul", name + "_product", x, name + ".weight");
        Add(path + "/Add", "Add", name + "_sum", name + "_product", name + ".bias");
        return name + "_sum";
    }

    void Normalize(string path, string x, string result)
    {
        Vector(path[1..] + ".weight", Hidden, 1);
        Vector(path[1..] + ".bias", Hidden, 0);
        Add(path + "/LayerNormalization", "LayerNormalization", result, x, path[1..] + ".weight", path[1..] + ".bias");
    }

    void Add(string name, string @operator, string output, params string[] inputs) => Add(name, @operator, output, inputs, []);

    void Add(string name, string @operator, string output, string[] inputs, params AttributeProto[] attributes)
    {
        NodeProto node = Models.Node(@operator, inputs, [output], attributes);
        node.Name = name;
        nodes.Add(node);
    }

    /// <summary>A matrix of multiples of 1/16.</summary>
    void Weight(string name, int rows, int columns) => weights.Add(new TensorProto
    {
        Name = name,
        DataType = (int)ElementType.Float,
        Dims = { rows, columns },
        FloatData = { Enumerable.Range(0, rows * columns).Select(i => ((i * 7 % 31) - 15) / 16f) },
    });

    void Vector(string name, int length, float element) => weights.Add(new TensorProto
    {
        Name = name, DataType = (int)ElementType.Float, Dims = { length }, FloatData = { Enumerable.Repeat(element, length) },
    });

    void Number(string name, float number) => weights.Add(new TensorProto { Name = name, DataType = (int)ElementType.Float, FloatData = { number } });

    void Numbers(string name, params long[] numbers) =>
        weights.Add(new TensorProto { Name = name, DataType = (int)ElementType.Int64, Dims = { numbers.Length }, Int64Data = { numbers } });

    static AttributeProto Permutation(params long[] axes) => new() { Name = "perm", Type = 7, Ints = { axes } };
}
