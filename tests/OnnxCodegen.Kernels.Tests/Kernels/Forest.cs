using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace OnnxCodegen.Kernels.Tests;

/// <summary>A random ensemble of trees: its packed form, and what it gives by definition.</summary>
/// <param name="Aggregate">Average, sum, minimum or maximum, as the packed form numbers them.</param>
internal sealed record Forest<T>(int Targets, int Aggregate, Forest<T>.Tree[] Trees)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public const int Features = 5;

    public static Forest<T> Random(Random random, int trees, int targets, int aggregate, Test[] tests, bool tracksMissing) =>
        new(targets, aggregate, [.. Enumerable.Range(0, trees).Select(_ => Subtree(random, targets, tests, tracksMissing, random.Next(7)))]);

    /// <summary>A small number, so that rows often meet the threshold itself.</summary>
    public static T Number(Random random) => T.CreateChecked(random.Next(-4, 5)) / T.CreateChecked(2);

    /// <param name="hasTable">Whether thresholds and weights stand in tables.</param>
    public TreeEnsemble<T> Pack(bool hasTable)
    {
        var writer = new Writer(hasTable ? Branches().SelectMany(b => b.Values).Distinct().ToArray() : [], hasTable ? Leaves().SelectMany(l => l.Weights).Select(w => w.Weight).Distinct().ToArray() : []);
        writer.Integer(Targets);
        writer.Integer(Aggregate);
        writer.Integer(Trees.Length);
        writer.Table(writer.Thresholds);
        writer.Table(writer.Weights);
        foreach (Tree tree in Trees)
            Write(writer, tree);
        return TreeEnsemble.Decode<T>(Encoding.ASCII.GetBytes(Convert.ToBase64String(writer.ToArray())));
    }

    public T[] Evaluate(ReadOnlySpan<T> row)
    {
        var weights = new List<T>[Targets];
        foreach (Tree tree in Trees)
            foreach ((int target, T weight) in Reached(tree, row).Weights)
                (weights[target] ??= []).Add(weight);
        return [.. weights.Select(all => all is null ? T.Zero : Aggregate switch
        {
            0 => all.Aggregate((a, b) => a + b) / T.CreateChecked(Trees.Length),
            1 => all.Aggregate((a, b) => a + b),
            2 => all.Min(),
            _ => all.Max(),
        })];
    }

    static Leaf Reached(Tree tree, ReadOnlySpan<T> row)
    {
        while (tree is Branch branch)
            tree = branch.Holds(row[branch.Feature]) ? branch.True : branch.False;
        return (Leaf)tree;
    }

    static Tree Subtree(Random random, int targets, Test[] tests, bool tracksMissing, int depth)
    {
        if (depth == 0)
            return new Leaf([.. Enumerable.Range(0, targets).Where(_ => random.Next(4) > 0).Select(target => (target, Number(random)))]);
        Test test = tests[random.Next(tests.Length)];
        T[] values = [.. Enumerable.Range(0, test == Test.Member ? random.Next(1, 4) : 1).Select(_ => Number(random))];
        return new Branch(
            test, random.Next(Features), values, tracksMissing && random.Next(2) == 0,
            Subtree(random, targets, tests, tracksMissing, random.Next(depth)), Subtree(random, targets, tests, tracksMissing, depth - 1));
    }

    IEnumerable<Branch> Branches() => Trees.SelectMany(All).OfType<Branch>().Where(branch => branch.Test != Test.Member);

    IEnumerable<Leaf> Leaves() => Trees.SelectMany(All).OfType<Leaf>();

    static IEnumerable<Tree> All(Tree tree) => tree is Branch branch ? [tree, .. All(branch.True), .. All(branch.False)] : [tree];

    void Write(Writer writer, Tree tree)
    {
        if (tree is Branch branch)
        {
            writer.Byte((int)branch.Test | (branch.MissingIsTrue ? 8 : 0));
            writer.Integer(branch.Feature);
            if (branch.Test == Test.Member)
                writer.Table(branch.Values);
            else
                writer.Number(branch.Values[0], writer.Thresholds);
            Write(writer, branch.True);
            Write(writer, branch.False);
            return;
        }
        var leaf = (Leaf)tree;
        writer.Byte(Math.Min(leaf.Weights.Length, 15) << 4);
        if (leaf.Weights.Length >= 15)
            writer.Integer(leaf.Weights.Length);
        foreach ((int target, T weight) in leaf.Weights)
        {
            if (Targets > 1)
                writer.Integer(target);
            writer.Number(weight, writer.Weights);
        }
    }

    public abstract record Tree;

    public sealed record Leaf((int Target, T Weight)[] Weights) : Tree;

    public sealed record Branch(Test Test, int Feature, T[] Values, bool MissingIsTrue, Tree True, Tree False) : Tree
    {
        public bool Holds(T x) => (MissingIsTrue && T.IsNaN(x)) || Test switch
        {
            Test.LessOrEqual => x <= Values[0],
            Test.Less => x < Values[0],
            Test.GreaterOrEqual => x >= Values[0],
            Test.Greater => x > Values[0],
            Test.Equal => x == Values[0],
            Test.NotEqual => x != Values[0],
            _ => Values.Contains(x),
        };
    }

    /// <summary>Numbers as <see cref="TreeReader"/> reads them.</summary>
    sealed class Writer(T[] thresholds, T[] weights)
    {
        readonly List<byte> bytes = [];

        public T[] Thresholds => thresholds;

        public T[] Weights => weights;

        public byte[] ToArray() => bytes.ToArray();

        public void Byte(int value) => bytes.Add((byte)value);

        public void Integer(int value)
        {
            for (; value >= 128; value >>= 7)
                Byte((value & 127) | 128);
            Byte(value);
        }

        public void Number(T value, T[] table)
        {
            if (table.Length > 0)
                Integer(Array.IndexOf(table, value));
            else
                bytes.AddRange(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));
        }

        public void Table(T[] numbers)
        {
            Integer(numbers.Length);
            bytes.AddRange(MemoryMarshal.AsBytes<T>(numbers));
        }
    }
}

/// <summary>The tests of a branch, as the packed form numbers them.</summary>
internal enum Test
{
    LessOrEqual = 1,
    Less,
    GreaterOrEqual,
    Greater,
    Equal,
    NotEqual,
    Member,
}
