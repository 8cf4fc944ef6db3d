using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Tests.Robustness;

/// <summary>What random nodes are made of.</summary>
internal static class Pools
{
    /// <summary>Names that some operator gives a meaning, and some that none does.</summary>
    public static readonly string[] Texts =
    [
        "NONE", "NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID", "nearest", "linear", "cubic", "bilinear", "bicubic", "constant", "reflect", "edge", "wrap",
        "zeros", "border", "reflection", "none", "add", "mul", "min", "max", "mean", "sum", "avg", "DCR", "CRD", "LEFT", "RIGHT", "tanh", "forward",
        "reverse", "bidirectional", "half_pixel", "output_half_pixel", "align_corners", "asymmetric", "pytorch_half_pixel", "tf_crop_and_resize", "floor",
        "ceil", "round_prefer_floor", "round_prefer_ceil", "stretch", "not_larger", "not_smaller", "circular", "LINEAR", "POLY", "RBF", "SIGMOID", "SUM",
        "AVERAGE", "MIN", "MAX", "SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO", "PROBIT", "RGB", "BGR", "Grayscale", "ij,jk->ik", "ii", "...i->...", "ab,", "L1",
        "L2", "FLOAT", "INT64", "UPPER", "LOWER", "TF", "IDF", "TFIDF", "", "x", "Relu", "Sigmoid", "Tanh", "\0", "ä'\"\\\n{}*/",
    ];

    public static readonly long[] Numbers = [0, 1, 1, 2, 2, 3, 4, 5, 8, -1, -1, -2, -3, 7, 10, 16, 100];

    /// <summary>Numbers that no model should have.</summary>
    public static readonly long[] Extremes = [long.MaxValue, long.MinValue, int.MaxValue, int.MinValue, 1L << 40, -(1L << 40), 65536, 1 << 20, -100];

    public static readonly double[] Reals = [0, 1, 0.5, -1, 2, 1e-5, 0.1, 3, double.NaN, double.PositiveInfinity, -1e30];

    public static readonly ElementType[] Types = [.. Enum.GetValues<ElementType>().Where(type => type != ElementType.Undefined)];

    /// <summary>The types of most inputs of most operators.</summary>
    public static readonly ElementType[] CommonTypes =
        [ElementType.Float, ElementType.Float, ElementType.Float, ElementType.Int64, ElementType.Int64, ElementType.Int32, ElementType.Bool, ElementType.UInt8, ElementType.Double, ElementType.String];

    public static T Of<T>(this Random random, IReadOnlyList<T> pool) => pool[random.Next(pool.Count)];

    public static bool Coin(this Random random, double probability = 0.5) => random.NextDouble() < probability;
}
