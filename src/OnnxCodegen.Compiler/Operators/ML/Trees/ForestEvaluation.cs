using System;
using System.Linq;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Operators.Trees;

/// <summary>The meaning of an ensemble on rows of features: walks every tree.</summary>
internal static class ForestEvaluation
{
    public static Tensor Evaluate(Forest forest, Tensor x, ElementType type)
    {
        int rows = (int)x.Dims[0];
        int features = (int)x.Dims[1];
        Tensor result = Tensor.New(type, new long[] { rows, forest.Targets });
        for (int row = 0; row < rows; row++)
        {
            double[] values = x.Doubles.Skip(row * features).Take(features).ToArray();
            Combine(forest, values, type).CopyTo(result.Doubles, row * forest.Targets);
        }
        return result;
    }

    static double[] Combine(Forest forest, double[] row, ElementType type)
    {
        var result = new double?[forest.Targets];
        foreach (TreeNode root in forest.Roots)
        {
            foreach ((int target, double weight) in Leaf(root, row).Weights)
                result[target] = result[target] is not { } sum ? weight : forest.Aggregate switch
                {
                    TreeAggregate.Min => Math.Min(sum, weight),
                    TreeAggregate.Max => Math.Max(sum, weight),
                    _ => ElementConversion.Round(sum + weight, type),
                };
        }
        double count = forest.Aggregate == TreeAggregate.Average ? forest.Roots.Count : 1;
        return result.Select(sum => ElementConversion.Round((sum ?? 0) / count, type)).ToArray();
    }

    static TreeNode Leaf(TreeNode node, double[] row)
    {
        while (node.Mode != TreeMode.Leaf)
        {
            if (node.Feature >= row.Length)
                throw new ModelException($"A tree reads the feature {node.Feature} of rows of {row.Length}.");
            double x = row[node.Feature];
            node = Test(node, x) || (node.MissingIsTrue && double.IsNaN(x)) ? node.True! : node.False!;
        }
        return node;
    }

    static bool Test(TreeNode node, double x) => node.Mode switch
    {
        TreeMode.LessOrEqual => x <= node.Threshold,
        TreeMode.Less => x < node.Threshold,
        TreeMode.GreaterOrEqual => x >= node.Threshold,
        TreeMode.Greater => x > node.Threshold,
        TreeMode.Equal => x == node.Threshold,
        TreeMode.NotEqual => x != node.Threshold,
        _ => node.Members.Contains(x) && !double.IsNaN(x),
    };
}
