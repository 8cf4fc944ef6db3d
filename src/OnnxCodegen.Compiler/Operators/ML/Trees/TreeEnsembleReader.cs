using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Operators.Trees;

/// <summary>Reads the trees of TreeEnsemble, whose branches lead to nodes or leaves by position.</summary>
internal sealed class TreeEnsembleReader(
    double[] splits, long[] modes, IReadOnlyList<long> features, IReadOnlyList<long>? missing,
    IReadOnlyList<long> trueIds, IReadOnlyList<long> falseIds, IReadOnlyList<long> trueLeaves, IReadOnlyList<long> falseLeaves,
    IReadOnlyList<long> leafTargets, double[] leafWeights, double[] membership)
{
    static readonly TreeMode[] Modes =
    [
        TreeMode.LessOrEqual, TreeMode.Less, TreeMode.GreaterOrEqual, TreeMode.Greater, TreeMode.Equal, TreeMode.NotEqual, TreeMode.Member,
    ];

    public IReadOnlyList<TreeNode> Read(IReadOnlyList<long> roots)
    {
        TreeNode[] nodes = modes.Select((mode, i) => new TreeNode
        {
            Mode = Modes[mode],
            Feature = checked((int)features[i]),
            Threshold = splits[i],
            MissingIsTrue = missing is not null && missing.Count > 0 && missing[i] != 0,
        }).ToArray();
        var owned = new HashSet<TreeNode>();
        int set = 0;
        for (int i = 0; i < nodes.Length; i++)
        {
            nodes[i].True = Child(nodes, owned, trueIds[i], trueLeaves[i] != 0);
            nodes[i].False = Child(nodes, owned, falseIds[i], falseLeaves[i] != 0);
            if (nodes[i].Mode == TreeMode.Member)
                nodes[i].Members = Members(ref set);
        }
        TreeNode[] found = roots.Select(root => nodes[root]).ToArray();
        return found.Any(owned.Contains) ? throw NoTree() : found;
    }

    TreeNode Child(TreeNode[] nodes, HashSet<TreeNode> owned, long id, bool isLeaf)
    {
        if (!isLeaf)
            return owned.Add(nodes[id]) ? nodes[id] : throw NoTree();
        var leaf = new TreeNode();
        leaf.Weights.Add((checked((int)leafTargets[(int)id]), leafWeights[id]));
        return leaf;
    }

    /// <summary>The sets stand one after the other, in the order of the nodes that test them, each ended by NaN.</summary>
    double[] Members(ref int start)
    {
        double[] members = membership.Skip(start).TakeWhile(m => !double.IsNaN(m)).ToArray();
        start += members.Length + 1;
        return members;
    }

    static ModelException NoTree() => new(DiagnosticCode.InvalidAttribute, "Two branches of a tree lead to the same node.");
}
