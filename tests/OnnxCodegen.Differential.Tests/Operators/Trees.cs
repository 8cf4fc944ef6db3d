using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Forests of complete trees with random thresholds, which features equal now and then.</summary>
internal static class Trees
{
    const string Domain = "ai.onnx.ml.";

    static readonly string[] Modes = ["BRANCH_LEQ", "BRANCH_LT", "BRANCH_GT", "BRANCH_GTE", "BRANCH_EQ", "BRANCH_NEQ"];

    public static IEnumerable<OperatorEntry> All =>
    [
        new(Domain + "TreeEnsembleRegressor", Regressor) { MinimumRank = 2, MaximumRank = 2, Rounding = Rounding.Rounds | Rounding.Jumps },
        new(Domain + "TreeEnsembleClassifier", Classifier) { MinimumRank = 2, MaximumRank = 2, Rounding = Rounding.Rounds | Rounding.Jumps },
        new(Domain + "TreeEnsemble", Ensemble) { MinimumRank = 2, MaximumRank = 2, Rounding = Rounding.Rounds | Rounding.Jumps },
    ];

    static void Regressor(RandomGraph graph, Operand x)
    {
        Random random = graph.Random;
        (Attributes attributes, int[] trees, int[] leaves) = Nodes(random, x.Dims[1]);
        int targets = random.Between(1, 3);
        attributes["n_targets"] = targets;
        attributes["aggregate_function"] = random.Of(null, "SUM", "AVERAGE", "MIN", "MAX");
        attributes["post_transform"] = targets > 1 ? random.Of(null, "SOFTMAX") : random.Of(null, "LOGISTIC");
        bool isBased = random.Coin();
        attributes["base_values"] = isBased ? Numbers(random, targets) : null;
        // ONNX Runtime forgets the base of a target for which no leaf that is reached has a weight.
        AddLeaves(attributes, "target", random, trees, leaves, targets, hasAll: isBased);
        attributes["target_weights"] = Numbers(random, ((long[])attributes["target_ids"]!).Length);
        graph.Node(Domain + "TreeEnsembleRegressor", [x], attributes);
    }

    static void Classifier(RandomGraph graph, Operand x)
    {
        Random random = graph.Random;
        (Attributes attributes, int[] trees, int[] leaves) = Nodes(random, x.Dims[1]);
        int classes = random.Between(2, 4);
        attributes["classlabels_int64s"] = Enumerable.Range(0, classes).Select(label => (long)label).ToArray();
        attributes["post_transform"] = random.Of(null, "SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO");
        // Weights above 0, and of two classes for both, as the standard does not say whether a class without any weight may win.
        AddLeaves(attributes, "class", random, trees, leaves, classes, hasAll: classes == 2);
        attributes["class_weights"] = random.Several(((long[])attributes["class_ids"]!).Length, () => random.Between(1, 16) / 8.0);
        graph.Node(Domain + "TreeEnsembleClassifier", [x], attributes, outputs: 2);
    }

    /// <summary>The nodes of several trees of one depth, numbered in each tree by levels.</summary>
    static (Attributes Attributes, int[] Trees, int[] Leaves) Nodes(Random random, long features)
    {
        int count = random.Coin(0.8) ? random.Between(1, 5) : random.Between(6, 40), depth = random.Between(1, random.Coin(0.8) ? 4 : 7), inner = (1 << depth) - 1, all = (2 << depth) - 1;
        bool isMixed = random.Coin(0.3);
        string mode = random.Of(Modes);
        (int Tree, int Node)[] nodes = [.. Enumerable.Range(0, count).SelectMany(tree => Enumerable.Range(0, all).Select(node => (tree, node)))];
        var attributes = new Attributes
        {
            ["nodes_treeids"] = nodes.Select(n => (long)n.Tree).ToArray(),
            ["nodes_nodeids"] = nodes.Select(n => (long)n.Node).ToArray(),
            ["nodes_featureids"] = nodes.Select(n => n.Node < inner ? random.Next((int)features) : 0L).ToArray(),
            ["nodes_values"] = nodes.Select(n => n.Node < inner ? random.Between(-16, 16) / 8.0 : 0).ToArray(),
            ["nodes_modes"] = nodes.Select(n => n.Node >= inner ? "LEAF" : isMixed ? random.Of(Modes) : mode).ToArray(),
            ["nodes_truenodeids"] = nodes.Select(n => n.Node < inner ? (2L * n.Node) + 1 : 0).ToArray(),
            ["nodes_falsenodeids"] = nodes.Select(n => n.Node < inner ? (2L * n.Node) + 2 : 0).ToArray(),
            ["nodes_missing_value_tracks_true"] = random.Coin() ? null : nodes.Select(n => n.Node < inner ? random.Next(2) : 0L).ToArray(),
        };
        (int Tree, int Node)[] leaves = [.. nodes.Where(n => n.Node >= inner)];
        return (attributes, [.. leaves.Select(n => n.Tree)], [.. leaves.Select(n => n.Node)]);
    }

    /// <summary>A weight of each leaf for one of the targets, or for all.</summary>
    static void AddLeaves(Attributes attributes, string kind, Random random, int[] trees, int[] leaves, int targets, bool hasAll)
    {
        int copies = hasAll ? targets : 1;
        (int Leaf, int Copy)[] weights = [.. Enumerable.Range(0, leaves.Length).SelectMany(leaf => Enumerable.Range(0, copies).Select(copy => (leaf, copy)))];
        attributes[kind + "_treeids"] = weights.Select(w => (long)trees[w.Leaf]).ToArray();
        attributes[kind + "_nodeids"] = weights.Select(w => (long)leaves[w.Leaf]).ToArray();
        attributes[kind + "_ids"] = weights.Select(w => hasAll ? w.Copy : (long)random.Next(targets)).ToArray();
    }

    static double[] Numbers(Random random, int count) => random.Several(count, () => random.Between(-16, 16) / 8.0);

    /// <summary>A tree in the newer form. No post_transform is drawn: ONNX Runtime numbers LOGISTIC and SOFTMAX in another order than the standard.</summary>
    static void Ensemble(RandomGraph graph, Operand x)
    {
        Random random = graph.Random;
        int depth = random.Between(1, 4), inner = (1 << depth) - 1, leaves = inner + 1, targets = random.Between(1, 3), lastLevel = inner / 2;
        graph.Node(Domain + "TreeEnsemble", [x], new()
        {
            ["tree_roots"] = new long[] { 0 },
            ["nodes_modes"] = RandomTensor.Of(ElementType.UInt8, [inner], random.Several(inner, () => (double)random.Next(6))),
            ["nodes_featureids"] = random.Several(inner, () => (long)random.Next((int)x.Dims[1])),
            ["nodes_splits"] = RandomTensor.Of(random, ElementType.Float, [inner], -2, 2),
            ["nodes_truenodeids"] = Children(1),
            ["nodes_falsenodeids"] = Children(2),
            ["nodes_trueleafs"] = AreLeaves(),
            ["nodes_falseleafs"] = AreLeaves(),
            ["leaf_targetids"] = random.Several(leaves, () => (long)random.Next(targets)),
            ["leaf_weights"] = RandomTensor.Of(random, ElementType.Float, [leaves], -2, 2),
            ["n_targets"] = targets,
            ["aggregate_function"] = random.Between(0, 3),
        });

        long[] Children(int side) => [.. Enumerable.Range(0, inner).Select(node => (2L * node) + side).Select(child => child < inner ? child : child - inner)];

        long[] AreLeaves() => [.. Enumerable.Range(0, inner).Select(node => node < lastLevel ? 0L : 1L)];
    }
}
