using System.Collections.Generic;

namespace OnnxCodegen.Compiler.Operators.Trees;

/// <summary>What a node does with a row. The numbers are those of the packed form.</summary>
internal enum TreeMode
{
    Leaf,
    LessOrEqual,
    Less,
    GreaterOrEqual,
    Greater,
    Equal,
    NotEqual,
    Member,
}

/// <summary>How the weights of the reached leaves become one number for each target, numbered as in the standard.</summary>
internal enum TreeAggregate
{
    Average = 0,
    Sum = 1,
    Min = 2,
    Max = 3,
}

/// <summary>A node of a tree: a leaf with weights, or a test of a feature with two branches.</summary>
internal sealed class TreeNode
{
    public TreeMode Mode { get; set; }

    public int Feature { get; set; }

    public double Threshold { get; set; }

    /// <summary>The set that <see cref="TreeMode.Member"/> tests.</summary>
    public IReadOnlyList<double> Members { get; set; } = [];

    /// <summary>Whether NaN takes the true branch.</summary>
    public bool MissingIsTrue { get; set; }

    public TreeNode? True { get; set; }

    public TreeNode? False { get; set; }

    /// <summary>What a leaf adds to targets.</summary>
    public List<(int Target, double Weight)> Weights { get; } = new();
}

/// <summary>An ensemble of decision trees, in the order in which their leaves are combined.</summary>
/// <param name="Roots">The roots.</param>
/// <param name="Targets">The number of results for each row.</param>
internal sealed record Forest(IReadOnlyList<TreeNode> Roots, int Targets, TreeAggregate Aggregate);
