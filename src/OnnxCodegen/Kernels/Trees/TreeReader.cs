using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;

namespace OnnxCodegen.Kernels;

/// <summary>Reads the packed form of an ensemble: the numbers of targets, the aggregation, the number of trees, a table of thresholds
/// and one of weights, then the nodes of each tree, a node before its true and its false branch. Integers are in groups of 7 bits, the
/// lowest first; a table is its length and its numbers, and an empty one means that the numbers stand where they are used. A node
/// starts with a byte: the mode in the lowest 3 bits, then whether NaN takes the true branch; for a leaf the highest 4 bits are the
/// number of weights, 15 where an integer with the number follows.</summary>
/// <remarks>Numbers are floats or doubles, as <see cref="isSingle"/> says.</remarks>
ref struct TreeReader
{
    const int ManyWeights = 15;

    readonly ReadOnlySpan<byte> packed;
    readonly bool isSingle;
    int position;

    TreeReader(ReadOnlySpan<byte> packed, bool isSingle)
    {
        this.packed = packed;
        this.isSingle = isSingle;
    }

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

    public static TreeBuilder Read(ReadOnlySpan<byte> base64, bool isSingle)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        if (Base64.DecodeFromUtf8(base64, bytes, out _, out int length) != OperationStatus.Done)
            throw new FormatException("The packed trees are no base 64.");
        return new TreeReader(new ReadOnlySpan<byte>(bytes, 0, length), isSingle).Ensemble();
    }

    TreeBuilder Ensemble()
    {
        var builder = new TreeBuilder(Integer(), (TreeAggregate)Integer(), isSingle);
        int trees = Integer();
        double[] thresholds = Table();
        double[] weights = Table();
        var pending = new IntegerPairs();
        for (int tree = 0; tree < trees; tree++)
        {
            pending.Push(builder.AddRoot(), 0);
            while (!pending.IsEmpty)
            {
                pending.Pop(out int at, out int depth);
                Node(builder, at, depth, thresholds, weights, pending);
            }
        }
        return builder;
    }

    void Node(TreeBuilder builder, int at, int depth, double[] thresholds, double[] weights, IntegerPairs pending)
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
        double[]? set = mode == Mode.Member ? Numbers(Integer()) : null;
        double threshold = mode == Mode.Member ? 0 : Number(thresholds);
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
        pending.Push(swaps ? left : left + 1, depth + 1);
        pending.Push(swaps ? left + 1 : left, depth + 1);
    }

    /// <summary>x &lt; t is x ≤ the number before t, of which −∞ has none.</summary>
    readonly double AtMost(Mode mode, double threshold)
    {
        if (mode is not (Mode.Less or Mode.GreaterOrEqual))
            return threshold;
        if (double.IsNegativeInfinity(threshold))
            return double.NaN;
        return isSingle ? MathF.BitDecrement((float)threshold) : Math.BitDecrement(threshold);
    }

    double[] Table() => Numbers(Integer());

    double[] Numbers(int count)
    {
        var numbers = new double[count];
        for (int i = 0; i < count; i++)
            numbers[i] = Next();
        return numbers;
    }

    double Number(double[] table) => table.Length > 0 ? table[Integer()] : Next();

    double Next()
    {
        ReadOnlySpan<byte> rest = packed[position..];
        position += isSingle ? sizeof(float) : sizeof(double);
        return isSingle ? BinaryPrimitives.ReadSingleLittleEndian(rest) : BinaryPrimitives.ReadDoubleLittleEndian(rest);
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
