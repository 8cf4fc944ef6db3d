using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Operators of ai.onnx.ml on rows of features.</summary>
internal static class Learning
{
    const string Domain = "ai.onnx.ml.";

    static readonly string[] Transforms = ["NONE", "LOGISTIC", "SOFTMAX", "SOFTMAX_ZERO"];

    public static IEnumerable<OperatorEntry> All =>
    [
        Rows("ArrayFeatureExtractor", (g, x) => g.Node(Domain + "ArrayFeatureExtractor", x, g.Constant(RandomTensor.Of(g.Random, ElementType.Int64, [g.Random.Between(1, 4)], 0, x.Dims[^1] - 1)))) with { Rounding = Rounding.None },
        Rows("Binarizer", (g, x) => g.Node(Domain + "Binarizer", [x], new() { ["threshold"] = 0.5 })) with { Rounding = Rounding.Jumps },
        Rows("FeatureVectorizer", (g, x) => g.Node(Domain + "FeatureVectorizer", [x, g.Floats(x.Dims[0], 3)], new() { ["inputdimensions"] = new long[] { x.Dims[1], 3 } })) with { Rounding = Rounding.None },
        Rows("Imputer", (g, x) => g.Node(Domain + "Imputer", [x], new() { ["imputed_value_floats"] = Numbers(g, g.Random.Coin() ? 1 : x.Dims[1]), ["replaced_value_float"] = 1.0 })) with { Rounding = Rounding.Jumps },
        Rows("LabelEncoder", LabelEncoder) with { Types = [ElementType.Int64], Rounding = Rounding.None },
        Rows("LinearRegressor", LinearRegressor),
        Rows("LinearClassifier", LinearClassifier) with { Rounding = Rounding.Rounds | Rounding.Jumps },
        Rows("Normalizer", (g, x) => g.Node(Domain + "Normalizer", [x], new() { ["norm"] = g.Random.Of("MAX", "L1", "L2") })),
        Rows("OneHotEncoder", (g, x) => g.Node(Domain + "OneHotEncoder", [x], new() { ["cats_int64s"] = new long[] { 0, 1, 2, -3 }, ["zeros"] = 1 })) with { Types = [ElementType.Int64], Rounding = Rounding.None },
        Rows("Scaler", (g, x) => g.Node(Domain + "Scaler", [x], new() { ["offset"] = Numbers(g, x.Dims[1]), ["scale"] = Numbers(g, x.Dims[1]) })) with { Rounding = Rounding.None },
        Rows("SVMRegressor", SupportVectorRegressor),
        Rows("SVMClassifier", SupportVectorClassifier) with { Rounding = Rounding.Rounds | Rounding.Jumps },
    ];

    static OperatorEntry Rows(string name, System.Action<RandomGraph, Operand> add) => new(Domain + name, add) { MinimumRank = 2, MaximumRank = 2 };

    static double[] Numbers(RandomGraph graph, long count) => graph.Random.Several((int)count, () => graph.Random.Between(-16, 16) / 8.0);

    static void LabelEncoder(RandomGraph graph, Operand x) => graph.Node(Domain + "LabelEncoder", [x],
        new() { ["keys_int64s"] = new long[] { -2, -1, 0, 1, 3 }, ["values_floats"] = Numbers(graph, 5), ["default_float"] = 0.25 });

    static void LinearRegressor(RandomGraph graph, Operand x)
    {
        long targets = graph.Random.Between(1, 3);
        graph.Node(Domain + "LinearRegressor", [x], new() { ["targets"] = targets, ["coefficients"] = Numbers(graph, targets * x.Dims[1]), ["intercepts"] = Numbers(graph, targets) });
    }

    static void LinearClassifier(RandomGraph graph, Operand x)
    {
        long classes = graph.Random.Between(2, 4);
        graph.Node(Domain + "LinearClassifier", [x], new()
        {
            ["classlabels_ints"] = Labels(classes),
            ["coefficients"] = Numbers(graph, classes * x.Dims[1]),
            ["intercepts"] = Numbers(graph, classes),
            ["post_transform"] = graph.Random.Of(Transforms),
        }, outputs: 2);
    }

    static long[] Labels(long count) => [.. Enumerable.Range(0, (int)count).Select(label => (3L * label) - 1)];

    static Attributes Kernel(RandomGraph graph) => new()
    {
        ["kernel_type"] = graph.Random.Of("LINEAR", "POLY", "RBF", "SIGMOID"),
        ["kernel_params"] = new[] { 0.125, 0.5, 2 },
    };

    static void SupportVectorRegressor(RandomGraph graph, Operand x)
    {
        long vectors = graph.Random.Between(1, 6);
        Attributes attributes = Kernel(graph);
        attributes["n_supports"] = vectors;
        attributes["support_vectors"] = Numbers(graph, vectors * x.Dims[1]);
        attributes["coefficients"] = Numbers(graph, vectors);
        attributes["rho"] = Numbers(graph, 1);
        graph.Node(Domain + "SVMRegressor", [x], attributes);
    }

    static void SupportVectorClassifier(RandomGraph graph, Operand x)
    {
        int classes = graph.Random.Between(2, 4), pairs = classes * (classes - 1) / 2;
        long[] counts = graph.Random.Several(classes, () => (long)graph.Random.Between(1, 4));
        long vectors = counts.Sum();
        Attributes attributes = Kernel(graph);
        attributes["vectors_per_class"] = counts;
        attributes["support_vectors"] = Numbers(graph, vectors * x.Dims[1]);
        attributes["coefficients"] = Numbers(graph, (classes - 1) * vectors);
        attributes["rho"] = Numbers(graph, pairs);
        attributes["classlabels_ints"] = Labels(classes);
        if (graph.Random.Coin())
            (attributes["prob_a"], attributes["prob_b"]) = (graph.Random.Several(pairs, () => -graph.Random.Between(4, 16) / 8.0), Numbers(graph, pairs));
        graph.Node(Domain + "SVMClassifier", [x], attributes, outputs: 2);
    }
}
