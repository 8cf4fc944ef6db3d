using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace OnnxCodegen.Compiler.Operators.Trees;

/// <summary>Writes an ensemble in the packed form that the runtime's TreeReader reads.</summary>
internal sealed class ForestPacking
{
    const int ManyWeights = 15;

    readonly BinaryWriter writer;
    readonly bool isDouble;
    readonly bool keepsZeros;

    /// <param name="keepsZeros">Whether weights of 0 count, as where the least or the largest one is asked for; in sums they don't.</param>
    ForestPacking(BinaryWriter writer, bool isDouble, bool keepsZeros)
    {
        this.writer = writer;
        this.isDouble = isDouble;
        this.keepsZeros = keepsZeros;
    }

    /// <summary>The packed form in base 64.</summary>
    /// <param name="type">Float or double: the type of thresholds and weights.</param>
    public static string Pack(Forest forest, ElementType type)
    {
        var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes))
            new ForestPacking(writer, type == ElementType.Double, forest.Aggregate is TreeAggregate.Min or TreeAggregate.Max).Write(forest);
        return Convert.ToBase64String(bytes.ToArray());
    }

    void Write(Forest forest)
    {
        Integer(forest.Targets);
        Integer((int)forest.Aggregate);
        Integer(forest.Roots.Count);
        TreeNode[] nodes = forest.Roots.SelectMany(Preorder).ToArray();
        Dictionary<long, int> thresholds = Table(nodes.Where(n => n.Mode is not (TreeMode.Leaf or TreeMode.Member)).Select(n => n.Threshold));
        Dictionary<long, int> weights = Table(nodes.SelectMany(Weights).Select(w => w.Weight));
        foreach (TreeNode node in nodes)
        {
            if (node.Mode == TreeMode.Leaf)
                Leaf(node, forest.Targets, weights);
            else
                Test(node, thresholds);
        }
    }

    void Test(TreeNode node, Dictionary<long, int> thresholds)
    {
        writer.Write((byte)((int)node.Mode | (node.MissingIsTrue ? 8 : 0)));
        Integer(node.Feature);
        if (node.Mode == TreeMode.Member)
            Numbers(node.Members);
        else
            Number(node.Threshold, thresholds);
    }

    void Leaf(TreeNode node, int targets, Dictionary<long, int> table)
    {
        (int Target, double Weight)[] weights = Weights(node).ToArray();
        writer.Write((byte)(Math.Min(weights.Length, ManyWeights) << 4));
        if (weights.Length >= ManyWeights)
            Integer(weights.Length);
        foreach ((int target, double weight) in weights)
        {
            if (targets > 1)
                Integer(target);
            Number(weight, table);
        }
    }

    /// <summary>The numbers by their frequency, where references to a table take less room than the numbers; else an empty table.</summary>
    Dictionary<long, int> Table(IEnumerable<double> numbers)
    {
        double[] all = numbers.ToArray();
        double[] distinct = all.GroupBy(BitConverter.DoubleToInt64Bits)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key)
            .Select(g => BitConverter.Int64BitsToDouble(g.Key)).ToArray();
        int size = isDouble ? sizeof(double) : sizeof(float);
        bool pays = ((long)distinct.Length * size) + (all.Length * 2L) < (long)all.Length * size;
        Numbers(pays ? distinct : []);
        return pays
            ? distinct.Select((number, index) => (number, index)).ToDictionary(p => BitConverter.DoubleToInt64Bits(p.number), p => p.index)
            : new Dictionary<long, int>();
    }

    void Numbers(IReadOnlyList<double> numbers)
    {
        Integer(numbers.Count);
        foreach (double number in numbers)
            Number(number);
    }

    void Number(double number, Dictionary<long, int> table)
    {
        if (table.Count == 0)
            Number(number);
        else
            Integer(table[BitConverter.DoubleToInt64Bits(number)]);
    }

    void Number(double number)
    {
        if (isDouble)
            writer.Write(number);
        else
            writer.Write((float)number);
    }

    void Integer(int value)
    {
        for (; value >= 128; value >>= 7)
            writer.Write((byte)(value | 128));
        writer.Write((byte)value);
    }

    /// <summary>Weights of 0 change no sum.</summary>
    IEnumerable<(int Target, double Weight)> Weights(TreeNode leaf) => leaf.Weights.Where(w => keepsZeros || w.Weight != 0);

    static IEnumerable<TreeNode> Preorder(TreeNode root)
    {
        var pending = new Stack<TreeNode>();
        pending.Push(root);
        while (pending.Count > 0)
        {
            TreeNode node = pending.Pop();
            yield return node;
            if (node.Mode == TreeMode.Leaf)
                continue;
            pending.Push(node.False!);
            pending.Push(node.True!);
        }
    }
}
