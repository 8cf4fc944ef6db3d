using System;
using System.Buffers;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OnnxCodegen.Kernels;

/// <summary>Reads the packed form of an ensemble: the numbers of targets, the aggregation, the number of trees, a table of thresholds
/// and one of weights, then the nodes of each tree, a node before its true and its false branch. Integers are in groups of 7 bits, the
/// lowest first; a table is its length and its numbers, and an empty one means that the numbers stand where they are used. A node
/// starts with a byte: the mode in the lowest 3 bits, then whether NaN takes the true branch; for a leaf the highest 4 bits are the
/// number of weights, 15 where an integer with the number follows.</summary>
ref struct TreeReader<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int ManyWeights = 15;

    readonly ReadOnlySpan<byte> packed;
    int position;

    TreeReader(ReadOnlySpan<byte> packed) => this.packed = packed;

    enum Mode
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

    public static TreeEnsemble<T> Read(ReadOnlySpan<byte> base64)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        if (Base64.DecodeFromUtf8(base64, bytes, out _, out int length) != OperationStatus.Done)
            throw new FormatException("The packed trees are no base 64.");
        return new TreeReader<T>(bytes.AsSpan(0, length)).Ensemble();
    }

    TreeEnsemble<T> Ensemble()
    {
        var builder = new TreeBuilder<T>(Integer(), (TreeAggregate)Integer());
        int trees = Integer();
        T[] thresholds = Table();
        T[] weights = Table();
        var pending = new Stack<(int At, int Depth)>();
        for (int tree = 0; tree < trees; tree++)
        {
            pending.Push((builder.AddRoot(), 0));
            while (pending.TryPop(out (int At, int Depth) node))
                Node(builder, node.At, node.Depth, thresholds, weights, pending);
        }
        return new TreeEnsemble<T>(builder);
    }

    void Node(TreeBuilder<T> builder, int at, int depth, T[] thresholds, T[] weights, Stack<(int At, int Depth)> pending)
    {
        byte head = packed[position++];
        var mode = (Mode)(head & 7);
        if (mode == Mode.Leaf)
        {
            int count = head >> 4 == ManyWeights ? Integer() : head >> 4;
            for (int i = 0; i < count; i++)
                builder.AddWeight(builder.Targets == 1 ? 0 : Integer(), Number(weights));
            builder.SetLeaf(at, depth);
            return;
        }
        int feature = Integer();
        T[]? set = mode == Mode.Member ? Numbers(Integer()) : null;
        T threshold = mode == Mode.Member ? T.Zero : Number(thresholds);
        bool swaps = mode is Mode.Greater or Mode.GreaterOrEqual or Mode.NotEqual;
        bool missingTrue = (head & 8) != 0 || mode == Mode.NotEqual;
        TreeTest test = mode switch
        {
            Mode.Equal or Mode.NotEqual => TreeTest.Equal,
            Mode.Member => TreeTest.Member,
            _ => TreeTest.LessOrEqual,
        };
        if (missingTrue != swaps)
            test |= TreeTest.MissingLeft;
        int left = builder.SetTest(at, test, feature, AtMost(mode, threshold), set);
        pending.Push((swaps ? left : left + 1, depth + 1));
        pending.Push((swaps ? left + 1 : left, depth + 1));
    }

    /// <summary>x &lt; t is x ≤ the number before t, of which −∞ has none.</summary>
    static T AtMost(Mode mode, T threshold) => mode is Mode.Less or Mode.GreaterOrEqual
        ? T.IsNegativeInfinity(threshold) ? T.NaN : T.BitDecrement(threshold)
        : threshold;

    T[] Table() => Numbers(Integer());

    T[] Numbers(int count)
    {
        T[] numbers = MemoryMarshal.Cast<byte, T>(packed.Slice(position, count * Unsafe.SizeOf<T>())).ToArray();
        position += count * Unsafe.SizeOf<T>();
        return numbers;
    }

    T Number(T[] table)
    {
        if (table.Length > 0)
            return table[Integer()];
        T number = MemoryMarshal.Read<T>(packed[position..]);
        position += Unsafe.SizeOf<T>();
        return number;
    }

    int Integer()
    {
        int value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = packed[position++];
            value |= (next & 127) << shift;
            if (next < 128)
                return value;
        }
    }
}
