namespace OnnxCodegen.Kernels;

/// <summary>A node of a tree: a row goes on at <see cref="Left"/> where its feature is at most the threshold, else at the node after that.
/// A leaf leads to itself: its threshold is NaN and <see cref="Left"/> is the node before it.</summary>
struct TreeNode<T>
    where T : unmanaged
{
    public T Threshold;
    public int Feature;
    public int Left;

    /// <summary>The number of a leaf, or of the set of a node that tests membership.</summary>
    public int Payload;
}

/// <summary>What a node tests, where a comparison with the threshold does not say it all.</summary>
[System.Flags]
enum TreeTest : byte
{
    Leaf = 0,
    LessOrEqual = 1,
    Equal = 2,
    Member = 3,

    /// <summary>NaN goes to the left.</summary>
    MissingLeft = 4,
}

/// <summary>How the weights of the reached leaves become one number for each target.</summary>
enum TreeAggregate
{
    Average = 0,
    Sum = 1,
    Minimum = 2,
    Maximum = 3,
}
