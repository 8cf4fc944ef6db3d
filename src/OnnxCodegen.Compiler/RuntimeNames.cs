using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler;

/// <summary>The kernels of the runtime library that emitted code names: types, and functions as type and method.</summary>
internal static class RuntimeNames
{
    public const string Map = "IMap";
    public const string LongMap = "ILongMap";
    public const string Identity = "Identity";
    public const string Operand = "Operand";
    public const string ScalarOperand = "Operand.Scalar";
    public const string Elementwise = "Elementwise.Run";
    public const string ElementwiseLines = "Elementwise.RunLines";

    public const string RowShape = "RowShape";
    public const string RowLoop = "RowLoop.Run";
    public const string Row = "Row";
    public const string ColumnLoop = "ColumnLoop.Run";
    public const string Columns = "Columns";

    public const string Bands = "Bands.Run";
    public const string BandStep = "BandStep";
    public const string Band = "Band";

    public const string MatMulShape = "MatMulShape";
    public const string MatMul = "MatMul.Run";
    public const string MatMulPacked = "MatMul.RunPacked";
    public const string MatMulPackedWhole = "MatMul.RunPackedWhole";
    public const string MatMulPack = "MatMul.Pack";
    public const string MatMulPackWhole = "MatMul.PackWhole";
    public const string AttentionShape = "AttentionShape";
    public const string Attention = "Attention.Run";
    public const string ConvolveShape = "ConvolveShape";
    public const string Convolve = "Convolve.Run";
    public const string ConvolveWhole = "Convolve.RunWhole";
    public const string ConvolvePack = "Convolve.Pack";
    public const string ConvolvePackWhole = "Convolve.PackWhole";
    public const string Winograd = "Winograd.Run";
    public const string WinogradPack = "Winograd.Pack";
    public const string Pool = "Pool.Run";
    public const string Resample = "Resample.Run";
    public const string ResampleShape = "ResampleShape";

    public const string Convert = "Conversion.Run";

    public const string Silu = "VectorMath.Silu";
    public const string RoundToHalf = "VectorMath.RoundToHalf";
    public const string Copy = "Copy.Run";
    public const string Fill = "Copy.Fill";
    public const string ArgMax = "Lines.ArgMax";
    public const string ArgMin = "Lines.ArgMin";
    public const string Sort = "Lines.Sort";
    public const string CountNonZero = "Lines.CountNonZero";
    public const string NonZero = "Lines.NonZero";

    public const string RandomBits = "RandomBits.Fill";
    public const string RandomStart = "RandomBits.Start";

    public const string SwapCarried = "Carried.Swap";
    public const string SettleCarried = "Carried.Settle";

    public const string HeldTensor = "HeldTensor";
    public const string HoldTensor = "HeldTensor.Of";
    public const string TakeScalar = "HeldTensor.TakeScalar";
    public const string TakeTensor = "HeldTensor.Take";
    public const string FromTensor = "Natural.FromTensor";
    public const string FromTensors = "Natural.FromTensors";
    public const string FromScalar = "Natural.FromScalar";
    public const string FromScalars = "Natural.FromScalars";
    public const string ToTensor = "Natural.ToTensor";
    public const string ToTensors = "Natural.ToTensors";
    public const string ToScalar = "Natural.ToScalar";
    public const string ToScalars = "Natural.ToScalars";
    public const string ListOf = "Sequences.Of";
    public const string ElementAt = "Sequences.At";
    public const string ListLength = "Sequences.Length";
    public const string InsertElement = "Sequences.Insert";
    public const string EraseElement = "Sequences.Erase";
    public const string SplitTensor = "Sequences.Split";
    public const string CutTensor = "Sequences.Cut";
    public const string ConcatList = "Sequences.Concat";
    public const string SomeValue = "Optionals.Of";
    public const string NoValue = "Optionals.None";
    public const string HasValue = "Optionals.Has";
    public const string GetValue = "Optionals.Get";

    public const string Pattern = "Pattern";
    public const string WordFilter = "WordFilter";
    public const string TokenRule = "TokenRule";
    public const string NgramTable = "NgramTable";
    public const string MatchTexts = "Texts.Match";
    public const string SplitTexts = "Texts.Split";
    public const string NormalizeTexts = "Texts.Normalize";
    public const string TokenizeTexts = "Texts.Tokenize";
    public const string CountNgrams = "Ngrams.Count";

    public const string ZipMap = "Maps.Zip";
    public const string ValuesOfMap = "Maps.Values";
    public const string DenseMap = "Maps.Dense";
    public const string SparseMap = "Maps.Sparse";

    public const string KeyTable = "KeyTable";
    public const string FindKeys = "KeyTable.Find";
    public const string TreeEnsemble = "TreeEnsemble";
    public const string DecodeTrees = "TreeEnsemble.Decode";
    public const string EvaluateTrees = "TreeEnsemble.Evaluate";

    public const string CouplePairs = "PairCoupling.Run";

    public const string FourierTransform = "Fourier.Run";
    public const string SelectBoxes = "BoxSelection.Run";
    public const string AlignRegions = "RegionAlignment.Run";
    public const string PoolRegions = "RegionMaximum.Run";
    public const string Determinant = "Lu.Determinant";
    public const string Inverse = "Lu.Inverse";

    public const string From = "Spans.From";
    public const string FloorDivideSizes = "Sizes.FloorDivide";
    public const string ModuloOfSizes = "Sizes.Modulo";
    public const string BroadcastSizes = "Sizes.Broadcast";
    public const string ReadSize = "Sizes.Read";
    public const string RequireSizes = "Sizes.Require";
    public const string RequireBroadcast = "Sizes.RequireBroadcast";
    public const string RequireAtLeast = "Sizes.RequireAtLeast";
    public const string CheckIndex = "Sizes.Check";

    public const string ToText = "Elements.ToText";
    public const string Parse = "Elements.Parse";
    public const string ParseInteger = "Elements.ParseInteger";

    /// <summary>Folds as structs.</summary>
    public static IReadOnlyDictionary<Reduction, string> Folds { get; } = new Dictionary<Reduction, string>
    {
        [Reduction.Sum] = "Sum",
        [Reduction.Product] = "Product",
        [Reduction.Min] = "Minimum",
        [Reduction.Max] = "Maximum",
    };

    /// <summary>Running folds.</summary>
    public static IReadOnlyDictionary<Reduction, string> Cumulating { get; } = new[] { Reduction.Sum, Reduction.Product, Reduction.Max }
        .ToDictionary(fold => fold, fold => $"Lines.Cumulate{fold}");

    /// <summary>Operations on single elements that C# has no operator for.</summary>
    public static IReadOnlyDictionary<ScalarOperation, string> OnElements { get; } = new[]
    {
        ScalarOperation.Divide, ScalarOperation.Modulo, ScalarOperation.Remainder, ScalarOperation.Power, ScalarOperation.Absolute,
        ScalarOperation.Sign, ScalarOperation.ShiftLeft, ScalarOperation.ShiftRight, ScalarOperation.ExponentialMinusOne,
        ScalarOperation.LogarithmOnePlus, ScalarOperation.ErrorFunction, ScalarOperation.InverseErrorFunction, ScalarOperation.Sigmoid,
    }.ToDictionary(operation => operation, operation => $"Elements.{operation}");

    /// <summary>Operations on floats and vectors of floats.</summary>
    public static IReadOnlyDictionary<ScalarOperation, string> OnLanes { get; } = new Dictionary<ScalarOperation, string>
    {
        [ScalarOperation.Modulo] = "VectorMath.Modulo",
        [ScalarOperation.Remainder] = "VectorMath.Remainder",
        [ScalarOperation.Power] = "VectorMath.Pow",
        [ScalarOperation.Sign] = "VectorMath.Sign",
        [ScalarOperation.Exponential] = "VectorMath.Exp",
        [ScalarOperation.Logarithm] = "VectorMath.Log",
        [ScalarOperation.ExponentialMinusOne] = "VectorMath.Expm1",
        [ScalarOperation.LogarithmOnePlus] = "VectorMath.Log1p",
        [ScalarOperation.Sine] = "VectorMath.Sin",
        [ScalarOperation.Cosine] = "VectorMath.Cos",
        [ScalarOperation.Tangent] = "VectorMath.Tan",
        [ScalarOperation.ArcSine] = "VectorMath.Asin",
        [ScalarOperation.ArcCosine] = "VectorMath.Acos",
        [ScalarOperation.ArcTangent] = "VectorMath.Atan",
        [ScalarOperation.HyperbolicSine] = "VectorMath.Sinh",
        [ScalarOperation.HyperbolicCosine] = "VectorMath.Cosh",
        [ScalarOperation.HyperbolicTangent] = "VectorMath.Tanh",
        [ScalarOperation.ArcHyperbolicSine] = "VectorMath.Asinh",
        [ScalarOperation.ArcHyperbolicCosine] = "VectorMath.Acosh",
        [ScalarOperation.ArcHyperbolicTangent] = "VectorMath.Atanh",
        [ScalarOperation.ErrorFunction] = "VectorMath.Erf",
        [ScalarOperation.InverseErrorFunction] = "VectorMath.InverseErf",
        [ScalarOperation.Sigmoid] = "VectorMath.Sigmoid",
    };

    /// <summary>Conversions that keep to the range of an integer type.</summary>
    public static IReadOnlyDictionary<ElementType, string> Saturating { get; } = new[]
    {
        ElementType.Int8, ElementType.UInt8, ElementType.Int16, ElementType.UInt16, ElementType.Int32, ElementType.UInt32,
        ElementType.Int64, ElementType.UInt64, ElementType.Int4, ElementType.UInt4, ElementType.Int2, ElementType.UInt2,
    }.ToDictionary(type => type, type => $"Elements.SaturateTo{type}");

    /// <summary>Conversions that keep the low bits, to types that C# has not.</summary>
    public static IReadOnlyDictionary<ElementType, string> Wrapping { get; } = new[]
    {
        ElementType.Int4, ElementType.UInt4, ElementType.Int2, ElementType.UInt2,
    }.ToDictionary(type => type, type => $"Elements.WrapTo{type}");
}
