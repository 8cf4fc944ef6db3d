using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxCodegen.Kernels;

/// <summary>Trees turned around: all tests of a feature by rising threshold. A test that a row fails strikes out the leaves to its left, and
/// the leftmost leaf that is left is the one that the row reaches (QuickScorer; Lucchese et al., SIGIR 2015). The leaves that are left
/// behind every block of thresholds stand in a table, one bit each, so that most tests of a feature are one intersection.</summary>
sealed unsafe class TreeMasks<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly TreeMaskTables tables;
    readonly T[] allThresholds;

    TreeMasks(TreeMaskTables tables)
    {
        this.tables = tables;
        allThresholds = TreeNumbers.Of<T>(tables.Thresholds);
    }

    public int Trees => tables.TreeWords.Length;

    /// <summary>The memory that <see cref="Find"/> needs, in words of 32 bits.</summary>
    public int ScratchWords => tables.Stride + (tables.Features.Length * 3);

    /// <summary>The form of trees that compare by ≤ alone; null where walking is faster.</summary>
    /// <param name="nodes">The nodes of all trees, one tree after the other.</param>
    /// <param name="roots">The first node of each tree, and the end of the last.</param>
    /// <param name="walkCost">The cycles that a row takes to walk all trees.</param>
    public static TreeMasks<T>? TryMake(TreeNode<double>[] nodes, TreeTest[] tests, int[] roots, long walkCost)
    {
        TreeMaskTables? tables = new TreeMaskBuilder(nodes, tests, roots).TryBuild(walkCost);
        return tables is null ? null : new TreeMasks<T>(tables);
    }

    /// <summary>Finds the leaf of each tree that a row reaches.</summary>
    /// <param name="scratch">Memory of <see cref="ScratchWords"/> words.</param>
    /// <param name="reached">Receives the numbers of the leaves.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Find(T* x, uint* scratch, int* reached)
    {
        TreeMaskTables t = tables;
        uint* left = scratch;
        uint** rows = (uint**)(left + t.Stride);
        int* failed = (int*)(rows + t.Features.Length);
        int active = 0;
        fixed (T* thresholds = allThresholds)
        fixed (uint* table = t.Table)
        {
            for (int i = 0; i < t.Features.Length; i++)
            {
                int count = Failed(x[t.Features[i]], thresholds + t.ThresholdStarts[i], t.ThresholdCounts[i]);
                failed[i] = count;
                rows[active] = table + ((nint)(t.TableStarts[i] + (count >> t.BlockShift)) * t.Stride);
                active += count > 0 ? 1 : 0;
            }
            Intersect(rows, active, left, t.Stride);
        }
        if (t.BlockShift > 0)
            Strike(left, failed);
        fixed (int* words = t.TreeWords)
        fixed (int* starts = t.LeafStarts)
        fixed (int* leaves = t.Leaves)
        {
            for (int tree = 0; tree < t.TreeWords.Length; tree++)
            {
                int word = words[tree];
                while (left[word] == 0)
                    word++;
                reached[tree] = leaves[starts[word] + BitOperations.TrailingZeroCount(left[word])];
            }
        }
    }

    /// <summary>The number of rising thresholds that a value is not at most; NaN fails all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Failed(T value, T* thresholds, int count)
    {
        int passed = 0;
        Vector256<T> values = Vector256.Create(value);
        for (int i = 0; i < count; i += Vector256<T>.Count)
            passed += BitOperations.PopCount(Vector256.LessThanOrEqual(values, Vector256.Load(thresholds + i)).ExtractMostSignificantBits());
        return count - passed;
    }

    /// <summary>Intersects rows of the table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Intersect(uint** rows, int count, uint* left, int stride)
    {
        int at = 0;
        for (; at + (4 * Vector256<uint>.Count) <= stride; at += 4 * Vector256<uint>.Count)
        {
            Vector256<uint> a = Vector256<uint>.AllBitsSet, b = a, c = a, d = a;
            for (int i = 0; i < count; i++)
            {
                uint* row = rows[i] + at;
                a &= Vector256.Load(row);
                b &= Vector256.Load(row + Vector256<uint>.Count);
                c &= Vector256.Load(row + (2 * Vector256<uint>.Count));
                d &= Vector256.Load(row + (3 * Vector256<uint>.Count));
            }
            a.Store(left + at);
            b.Store(left + at + Vector256<uint>.Count);
            c.Store(left + at + (2 * Vector256<uint>.Count));
            d.Store(left + at + (3 * Vector256<uint>.Count));
        }
        for (; at < stride; at += Vector256<uint>.Count)
        {
            Vector256<uint> a = Vector256<uint>.AllBitsSet;
            for (int i = 0; i < count; i++)
                a &= Vector256.Load(rows[i] + at);
            a.Store(left + at);
        }
    }

    /// <summary>Strikes out what failed tests behind the last whole block of each feature strike out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Strike(uint* left, int* failed)
    {
        TreeMaskTables t = tables;
        fixed (int* starts = t.StrikeStarts)
        fixed (int* words = t.StrikeWords)
        fixed (uint* masks = t.StrikeMasks)
        {
            for (int i = 0; i < t.Features.Length; i++)
            {
                int* of = starts + t.StrikesOf[i];
                int end = of[failed[i]];
                for (int strike = of[failed[i] >> t.BlockShift << t.BlockShift]; strike < end; strike++)
                    left[words[strike]] &= masks[strike];
            }
        }
    }
}
