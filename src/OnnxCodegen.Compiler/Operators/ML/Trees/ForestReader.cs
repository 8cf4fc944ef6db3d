using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Operators.Trees;

/// <summary>Reads the trees of TreeEnsembleClassifier and TreeEnsembleRegressor, whose nodes are named by tree and number.</summary>
internal sealed class ForestReader
{
    readonly OnnxNode node;
    readonly Dictionary<(long Tree, long Node), int> places = new();
    readonly TreeNode[] nodes;

    ForestReader(OnnxNode node)
    {
        this.node = node;
        IReadOnlyList<long> trees = Integers("nodes_treeids");
        IReadOnlyList<long> ids = Integers("nodes_nodeids");
        for (int i = 0; i < trees.Count; i++)
            places[(trees[i], ids[i])] = i;
        nodes = trees.Select(_ => new TreeNode()).ToArray();
    }

    /// <param name="values">The thresholds, where the list of floats does not give them.</param>
    /// <param name="weights">The weights, where the list of floats does not give them.</param>
    /// <param name="owner">"class" or "target": the prefix of the attributes of the leaves.</param>
    /// <param name="type">The type of thresholds and weights.</param>
    public static Forest Read(OnnxNode node, string owner, int targets, Tensor? values, Tensor? weights, TreeAggregate aggregate, ElementType type)
    {
        var reader = new ForestReader(node);
        reader.ReadTests(Numbers(node, "nodes_values", values, type));
        reader.ReadLeaves(owner, Numbers(node, owner + "_weights", weights, type));
        return new Forest(reader.Roots(), targets, aggregate);
    }

    static double[] Numbers(OnnxNode node, string name, Tensor? tensor, ElementType type) =>
        (tensor?.Doubles ?? node.Attribute(name)?.Floats.Select(f => (double)f) ?? []).Select(n => ElementConversion.Round(n, type)).ToArray();

    void ReadTests(double[] values)
    {
        IReadOnlyList<string> modes = node.Attribute("nodes_modes")?.Strings ?? [];
        IReadOnlyList<long> features = Integers("nodes_featureids");
        IReadOnlyList<long> missing = Integers("nodes_missing_value_tracks_true");
        IReadOnlyList<long> trees = Integers("nodes_treeids");
        IReadOnlyList<long> trues = Integers("nodes_truenodeids");
        IReadOnlyList<long> falses = Integers("nodes_falsenodeids");
        for (int i = 0; i < nodes.Length; i++)
        {
            nodes[i].Mode = Mode(modes[i]);
            if (nodes[i].Mode == TreeMode.Leaf)
                continue;
            nodes[i].Feature = checked((int)features[i]);
            nodes[i].Threshold = values[i];
            nodes[i].MissingIsTrue = missing.Count > 0 && missing[i] != 0;
            nodes[i].True = At(trees[i], trues[i]);
            nodes[i].False = At(trees[i], falses[i]);
        }
    }

    void ReadLeaves(string owner, double[] weights)
    {
        IReadOnlyList<long> trees = Integers(owner + "_treeids");
        IReadOnlyList<long> ids = Integers(owner + "_nodeids");
        IReadOnlyList<long> targets = Integers(owner + "_ids");
        for (int i = 0; i < weights.Length; i++)
            At(trees[i], ids[i]).Weights.Add((checked((int)targets[i]), weights[i]));
    }

    /// <summary>The nodes that no other one leads to, in order; every other node must have one parent.</summary>
    List<TreeNode> Roots()
    {
        var children = new HashSet<TreeNode>();
        foreach (TreeNode parent in nodes.Where(n => n.Mode != TreeMode.Leaf))
            if (!children.Add(parent.True!) || !children.Add(parent.False!))
                throw new ModelException(DiagnosticCode.InvalidAttribute, "Two branches of a tree lead to the same node.");
        return nodes.Where(n => !children.Contains(n)).ToList();
    }

    TreeNode At(long tree, long id) => places.TryGetValue((tree, id), out int place)
        ? nodes[place]
        : throw new ModelException(DiagnosticCode.InvalidAttribute, $"The tree {tree} has no node {id}.");

    IReadOnlyList<long> Integers(string name) => node.Attribute(name)?.Ints ?? [];

    static TreeMode Mode(string name) => name switch
    {
        "LEAF" => TreeMode.Leaf,
        "BRANCH_LEQ" => TreeMode.LessOrEqual,
        "BRANCH_LT" => TreeMode.Less,
        "BRANCH_GTE" => TreeMode.GreaterOrEqual,
        "BRANCH_GT" => TreeMode.Greater,
        "BRANCH_EQ" => TreeMode.Equal,
        "BRANCH_NEQ" => TreeMode.NotEqual,
        _ => throw new ModelException(DiagnosticCode.InvalidAttribute, $"'{name}' is no mode of a tree's node."),
    };
}
