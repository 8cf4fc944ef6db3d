using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Differential.Tests;

/// <summary>Operators that are not compared with ONNX Runtime's.</summary>
internal static class Undrawn
{
    static readonly (string Reason, string[] Operators)[] Table =
    [
        ("ONNX Runtime has no kernel for the processor.",
        [
            "ATen", "ConstantFill", "GRUUnit", "GivenTensorFill", "ImageDecoder", "ai.onnx.preview.FlexAttention", "ai.onnx.preview.training.Adagrad",
            "ai.onnx.preview.training.Adam", "ai.onnx.preview.training.Gradient", "ai.onnx.preview.training.Momentum", "com.microsoft.BiasAdd",
            "com.microsoft.BiasDropout", "com.microsoft.BiasSoftmax", "com.microsoft.BiasSplitGelu", "com.microsoft.BitmaskBiasDropout",
            "com.microsoft.BitmaskDropout", "com.microsoft.ComplexMul", "com.microsoft.ComplexMulConj", "com.microsoft.DecoderAttention",
            "com.microsoft.DecoderMaskedSelfAttention", "com.microsoft.DequantizeWithOrder", "com.microsoft.FusedMatMulActivation",
            "com.microsoft.GatedDeltaNet", "com.microsoft.GatedRelativePositionBias", "com.microsoft.GemmFastGelu", "com.microsoft.GemmFloat8",
            "com.microsoft.GemmaRotaryEmbedding", "com.microsoft.GroupNorm", "com.microsoft.Irfft", "com.microsoft.IsAllFinite",
            "com.microsoft.LongformerAttention", "com.microsoft.MatMulBlockQuantizedFp4Weight", "com.microsoft.MatMulBlockQuantizedFp8Weight",
            "com.microsoft.MatMulNBitsMlp", "com.microsoft.MatMulNBitsQkv", "com.microsoft.MulInteger", "com.microsoft.NhwcConv",
            "com.microsoft.NhwcFusedConv", "com.microsoft.PackedAttention", "com.microsoft.PackedMultiHeadAttention", "com.microsoft.PagedAttention",
            "com.microsoft.QLinearReduceMean", "com.microsoft.QOrderedGelu", "com.microsoft.QOrderedLayerNormalization",
            "com.microsoft.QOrderedMatMul", "com.microsoft.QuantizeWithOrder", "com.microsoft.ReduceSumInteger", "com.microsoft.RelativePositionBias",
            "com.microsoft.RemovePadding", "com.microsoft.RestorePadding", "com.microsoft.Rfft", "com.microsoft.SkipGroupNorm",
            "com.microsoft.TorchEmbedding", "com.microsoft.VarlenCausalConvWithState",
        ]),
        ("ONNX Runtime takes the versions before.",
        [
            "SwiGLU", "CausalConvWithState", "LinearAttention",
        ]),
        ("ONNX Runtime has a kernel for processors with vectors of 512 bits alone.",
        [
            "com.microsoft.MatMulFpQ4",
        ]),
        ("Graphs are drawn that read dense tensors.",
        [
            "com.microsoft.SparseToDenseMatMul",
        ]),
        ("They are refused.",
        [
            "com.microsoft.BeamSearch", "com.microsoft.DequantizeBFP", "com.microsoft.EPContext", "com.microsoft.GreedySearch", "com.microsoft.QOrderedAttention",
            "com.microsoft.QOrderedLongformerAttention", "com.microsoft.QuantizeBFP", "com.microsoft.Sampling", "com.microsoft.Snpe", "com.microsoft.WhisperBeamSearch",
        ]),
        ($"{nameof(MapDifferentialTests)} compares them: graphs are drawn that read and give tensors.",
        [
            "ai.onnx.ml.ZipMap", "ai.onnx.ml.CastMap", "ai.onnx.ml.DictVectorizer",
        ]),
    ];

    /// <summary>The reasons by operator.</summary>
    public static IReadOnlyDictionary<string, string> Reasons { get; } =
        Table.SelectMany(entry => entry.Operators.Select(name => (name, entry.Reason))).ToDictionary(entry => entry.name, entry => entry.Reason);
}
