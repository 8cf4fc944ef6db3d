namespace OnnxCodegen.Kernels;

/// <summary>What <see cref="TreeMasks{T}"/> looks up. Each tree owns words of 32 bits, one bit for each leaf from left to right.</summary>
sealed record TreeMaskTables
{
    /// <summary>The features that are tested.</summary>
    public required int[] Features { get; init; }

    /// <summary>The different thresholds of each feature, rising, filled up with NaN to whole vectors.</summary>
    public required double[] Thresholds { get; init; }

    /// <summary>Where the thresholds of each feature begin.</summary>
    public required int[] ThresholdStarts { get; init; }

    public required int[] ThresholdCounts { get; init; }

    /// <summary>The leaves that are left behind every block of thresholds of each feature.</summary>
    public required uint[] Table { get; init; }

    /// <summary>The row of the table where each feature begins.</summary>
    public required int[] TableStarts { get; init; }

    /// <summary>The words of a row: those of all trees, filled up to whole vectors.</summary>
    public required int Stride { get; init; }

    /// <summary>The binary logarithm of the thresholds in a block.</summary>
    public required int BlockShift { get; init; }

    /// <summary>Where the strikes of each feature stand in <see cref="StrikeStarts"/>.</summary>
    public required int[] StrikesOf { get; init; }

    /// <summary>The first strike of each threshold, and the end behind those of each feature.</summary>
    public required int[] StrikeStarts { get; init; }

    /// <summary>The word that a strike changes.</summary>
    public required int[] StrikeWords { get; init; }

    /// <summary>What a strike leaves of its word.</summary>
    public required uint[] StrikeMasks { get; init; }

    /// <summary>The first word of each tree.</summary>
    public required int[] TreeWords { get; init; }

    /// <summary>Where the leaves of each word stand in <see cref="Leaves"/>.</summary>
    public required int[] LeafStarts { get; init; }

    /// <summary>The numbers of the leaves of all trees from left to right.</summary>
    public required int[] Leaves { get; init; }
}
