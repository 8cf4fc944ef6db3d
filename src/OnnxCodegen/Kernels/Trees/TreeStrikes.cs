using System.Collections.Generic;

namespace OnnxCodegen.Kernels;

/// <summary>What the tests of trees strike out of the leaves, a mask of one word each.</summary>
/// <remarks>Lists of numbers alone: collections of structs would be compiled at every start.</remarks>
sealed class TreeStrikes
{
    /// <summary>The leaves in a word.</summary>
    public const int WordBits = 32;

    readonly List<int> testNodes = [];
    readonly List<int> words = [];
    readonly List<int> masks = [];
    readonly List<int> leaves = [];
    readonly List<int> leafStarts = [];

    public int Count => testNodes.Count;

    /// <summary>The node whose failed test strikes.</summary>
    public int TestNode(int strike) => testNodes[strike];

    public int Words => leafStarts.Count;

    /// <summary>The numbers of the leaves of all trees from left to right.</summary>
    public int[] Leaves => [.. leaves];

    /// <summary>Where the leaves of each word begin.</summary>
    public int[] LeafStarts => [.. leafStarts];

    /// <summary>The word that a strike changes.</summary>
    public int Word(int strike) => words[strike];

    /// <summary>What a strike leaves of its word.</summary>
    public uint Mask(int strike) => (uint)masks[strike];

    /// <summary>Adds the leaves and the tests of a tree from left to right.</summary>
    public void AddTree(TreeNode<double>[] nodes, TreeTest[] tests, int root)
    {
        int firstLeaf = leaves.Count;
        int firstWord = leafStarts.Count;
        // A node and the number of leaves before its left child, or −1 before that child was walked.
        var open = new IntegerPairs();
        open.Push(root, -1);
        while (!open.IsEmpty)
        {
            open.Pop(out int node, out int from);
            if (from >= 0)
            {
                Strike(node, from - firstLeaf, leaves.Count - firstLeaf, firstWord);
                open.Push(nodes[node].Left + 1, -1);
            }
            else if (tests[node] == TreeTest.Leaf)
                leaves.Add(nodes[node].Payload);
            else
            {
                open.Push(node, leaves.Count);
                open.Push(nodes[node].Left, -1);
            }
        }
        for (int leaf = firstLeaf; leaf < leaves.Count; leaf += WordBits)
            leafStarts.Add(leaf);
    }

    /// <summary>A failed test strikes out the leaves below its left child.</summary>
    void Strike(int node, int from, int to, int firstWord)
    {
        for (int leaf = from; leaf < to;)
        {
            int bit = leaf % WordBits;
            int count = int.Min(to - leaf, WordBits - bit);
            testNodes.Add(node);
            words.Add(firstWord + (leaf / WordBits));
            masks.Add((int)~((uint)((1UL << count) - 1) << bit));
            leaf += count;
        }
    }
}
