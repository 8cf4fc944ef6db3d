using System;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Robustness;

/// <summary>What the compiler tells about nodes that are wrong, in the form of <see cref="Examples"/>.</summary>
public class WrongNodeTests
{
    [Theory]
    [InlineData("Sqrt: int32[2]", "SquareRoot is not defined on elements of type int32. The node reads 'x0' int32[2].")]
    [InlineData("Tanh: string[2]", "HyperbolicTangent is not defined on elements of type string.")]
    [InlineData("Add: float[2] int64[2]", "Add has operands of types float and int64. The node reads 'x0' float[2], 'x1' int64[2].")]
    [InlineData("Add: float[2,3] float[4]", "The shapes do not broadcast: 3 is expected, but it is 4.")]
    [InlineData("Cast: complex64[2]; to=1", "Elements of type complex64 have no conversion to float.")]
    [InlineData("Cast: float[2]; to=99", "The attribute 'to' is 99, which is no element type.")]
    [InlineData("BitCast: float[2]; to=7", "The bits of elements of type float make no elements of type int64.")]
    [InlineData("Where: float[3] float[3] float[3]", "A condition consists of bools, but elements of type float are given.")]
    [InlineData("ArgMax: string[3]", "Numbers are expected, but a tensor of type string[3] is given.")]
    [InlineData("ReduceSum: bool[3]", "Numbers are expected, but a tensor of type bool[3] is given.")]
    [InlineData("CumSum: string[3] int64#0", "Numbers are expected, but a tensor of type string[3] is given.")]
    [InlineData("TopK: complex64[3] int64{1}", "Numbers are expected, but a tensor of type complex64[3] is given.")]
    [InlineData("MatMul: bool[2,3] bool[3,4]", "have no products whose sums are of type bool.")]
    [InlineData("MatMul: float[2,3] double[3,4]", "Tensors of types float[2, 3] and double[3, 4] have no products")]
    [InlineData("MatMul: float[2,3] float[4,5]", "The lengths of the summed axes must agree: 4 is expected, but it is 3.")]
    [InlineData("Reshape: float[4] float[2]", "Integers are expected as sizes, offsets or axes, but a tensor of type float[2] is given.")]
    [InlineData("Reshape: float[4] int64{3,2}", "The element counts before and after a reshape must agree: 6 is expected, but it is 4.")]
    [InlineData("Softmax: float[3]; axis=4", "The axis 4 lies outside a tensor of rank 1. The node reads 'x0' float[3].")]
    [InlineData("Transpose: float[3,4]; perm=0,0", "The axes 0, 0 are no order of the 2 axes of a tensor of type float[3, 4].")]
    [InlineData("ReverseSequence: float[3,4] int64[3]; batch_axis=1 time_axis=1", "are no order of the 2 axes")]
    [InlineData("SpaceToDepth: float[3,n,1,4]; blocksize=65536", "an axis of length 4294967296*n")]
    [InlineData("Split: float[n]; num_outputs=65536", "The attribute 'num_outputs' is 65536, but the node has 1 outputs.")]
    [InlineData("Concat: float[2,3] float[2,3,4]; axis=0", "Tensors of types float[2, 3] and float[2, 3, 4] cannot be joined.")]
    [InlineData("Gather: float[3,4] float[2]", "Indices are integers, but a tensor of type float[2] is given. The node reads 'x0' float[3, 4], 'x1' float[2].")]
    [InlineData("Conv: float[1,4,5,5] float[8,3,3,3]", "The node reads 'x0' float[1, 4, 5, 5], 'x1' float[8, 3, 3, 3].")]
    [InlineData("Conv: float[5] float[8,3,3]", "The input 0 ('x') must have at least 3 axes, but is of type float[5]. The node reads 'x0' float[5], 'x1' float[8, 3, 3].")]
    [InlineData("MaxPool: float[5]; kernel_shape=3", "The input 0 ('x') must have at least 3 axes, but is of type float[5]. The node reads 'x0' float[5].")]
    [InlineData("MaxPool: float[1,2,5,5]; kernel_shape=3,3 strides=2", "The attribute 'strides' has 1 elements; 2 are needed.")]
    [InlineData("MaxPool: float[1,2,5,5]; kernel_shape=3,3 strides=2,9223372036854775807", "The attribute 'strides' has the element 9223372036854775807; at least 1")]
    [InlineData("Conv: float[1,4,5,5] float[8,4,3,3]; dilations=0,1", "The attribute 'dilations' has the element 0; at least 1")]
    [InlineData("MaxPool: float[1,2,5,5]; kernel_shape=0,3", "A window has a length of 0; at least 1 is expected.")]
    [InlineData("DepthToSpace: float[1,4,n,1]; blocksize=1048576", "The channels must be a multiple of the squared block size")]
    [InlineData("MaxPool: float[1,2,5,5]", "The required attribute 'kernel_shape' is missing.")]
    [InlineData("LSTM: float[3,4] float[1,20,4] float[1,20,5]; hidden_size=5", "The input 0 ('x') must have 3 axes, but is of type float[3, 4]. The node reads 'x0' float[3, 4], 'x1' float[1, 20, 4], 'x2' float[1, 20, 5].")]
    [InlineData("GRU: float[3,2,4] float[1,15,4] float[1,15,5] float[1,30] float[2]; hidden_size=5", "The input 4 ('sequence_lens') must have integers as elements, but is of type float[2].")]
    [InlineData("Gemm: float[2,3] float[3]", "The input 1 ('b') must have 2 axes, but is of type float[3].")]
    [InlineData("NonMaxSuppression: float[6,4] float[1,2,6]", "The input 0 ('boxes') must have 3 axes, but is of type float[6, 4].")]
    [InlineData("InstanceNormalization: float[2,3,4] float[1,3] float[3]", "The input 1 ('scale') must have 1 axis, but is of type float[1, 3].")]
    [InlineData("Gemm: float[2,3] -", "The required input 1 ('b') is missing. The node reads 'x0' float[2, 3].")]
    [InlineData("Relu: float[2] float[2]", "The operator takes at most 1 inputs, but has 2.")]
    [InlineData("DFT: int32[1,8,1]", "A signal consists of floating-point numbers, but a tensor of type int32")]
    [InlineData("QuantizeLinear: float[2,3] float[4]; axis=1", "The node reads 'x0' float[2, 3], 'x1' float[4].")]
    [InlineData("Attention: float[1,2,3,4] float[1,2,5,7] float[1,2,5,4]", "The node reads 'x0' float[1, 2, 3, 4], 'x1' float[1, 2, 5, 7], 'x2' float[1, 2, 5, 4].")]
    [InlineData("SequenceAt: float[2] int64#0", "The node reads 'x0' float[2], 'x1' int64[].")]
    [InlineData("ai.onnx.ml.LabelEncoder: float[3]; keys_strings=a,b values_int64s=1,2 default_int64=0", "The keys are of type string, but a tensor of type float[3] is given.")]
    [InlineData("ai.onnx.ml.Imputer: uint8[1,2]; imputed_value_int64s=-1", "Values are imputed to floats and signed integers of 32 or 64 bits")]
    [InlineData("com.microsoft.NGramRepeatBlock: int64[1,8] float[1,9]; ngram_size=9223372036854775807", "The node consists of more than 65536 steps; an attribute is too large.")]
    [InlineData("com.microsoft.CausalConvWithState: float[1,4,5] float[4,1,3]; state_window=9", "The attribute 'state_window' is 9; 0 to 8 is expected.")]
    [InlineData("com.microsoft.CausalConvWithState: float[1,4,5] float[4,1,3]; dilation=0", "The attribute 'dilation' is 0; at least 1 is expected.")]
    [InlineData("com.microsoft.QMoE: float[3,4] float[3,2] uint8[2,8,2] float[2,8] - uint8[2,4,4] float[2,4]; quant_type=nvfp4", "Weights of the form 'nvfp4' lie in an order that belongs to a device")]
    [InlineData("com.microsoft.MatMulNBits: float[2,32] uint8[4,2,8] float[8] - float[32]; K=32 N=4 block_size=16", "The input 4 ('g_idx') must have integers as elements")]
    [InlineData("com.microsoft.GroupQueryAttention: float[1,1,8] float[1,1,4] float[1,1,4] float[1,1,6,4] float[1,1,6,4] int32[1] int32#7; num_heads=2 kv_num_heads=1 sliding_window_cache=1", "A memory of the last keys has a window")]
    [InlineData("com.microsoft.GroupQueryAttention: float[1,1,8] float[1,1,4] float[1,1,4] int8[1,1,6,4] int8[1,1,6,4] int32[1] int32#7; num_heads=2 kv_num_heads=1", "A memory of type int8[1, 1, 6, 4] of elements '' with scales 'NONE' is not defined.")]
    [InlineData("com.microsoft.DecoderMaskedSelfAttention: float[2,8] float[8,24] float[24] - float[2,2,2,3,4] - int32{3}; num_heads=2", "The input 0 ('input') must have 3 axes")]
    [InlineData("com.microsoft.DecoderAttention: float[3,2,8] float[4,2,8] float[8,8] float[8,16] float[24] - - - bool#1 bool#0 bool#0; num_heads=2", "The required input 11 ('has_key_padding_mask') is missing.")]
    [InlineData("com.microsoft.SparseAttention: float[1,1,8] - - float[1,1,6,2] float[1,1,6,2] int32[1,4] int32[1,5] int32#3 int32{3}; num_heads=2 kv_num_heads=1", "The attribute 'sparse_block_size' is 0; at least 1 is expected.")]
    [InlineData("com.microsoft.LongformerAttention: float[1,4,8] float[8,24] float[24] float[1,4] float[8,24] float[24] float[1,4]; num_heads=2", "The input 6 ('global') must have integers as elements")]
    [InlineData("com.microsoft.GatedDeltaNet: float[2,3,2,4] float[2,3,2,4] float[2,3,2,5]; update_rule=other", "The update rule 'other' is unknown.")]
    [InlineData("com.microsoft.GatedDeltaNet: float[6,2,4] float[6,2,4] float[6,2,5]; update_rule=linear", "The number of sequences is that of the first state, which is missing.")]
    [InlineData("com.microsoft.PagedAttention: float[3,8] float[3,4] float[3,4] float[4,2,1,4] - int32{0,2,3} int32{1,0} int32[2,2]; num_heads=2 kv_num_heads=1", "The memory 'SEPARATE' does not fit the keys and values that are given.")]
    [InlineData("com.microsoft.AttnLSTM: float[3,2,4] float[1,20,7] float[1,20,5]; hidden_size=5", "The memory or its weights are missing.")]
    [InlineData("com.microsoft.WordConvEmbedding: int32[3,5] float[4,1,2,6] float[4] float[9,7]", "A window has as many columns as a letter has elements: 7 is expected, but it is 6.")]
    [InlineData("com.microsoft.DynamicTimeWarping: float[3]", "The input 0 ('input') must have at least 2 axes")]
    [InlineData("com.microsoft.BifurcationDetector: int64[6] int64[3] int64{2}; min_ngram_size=3 max_ngram_size=2", "Runs of 3 to 2 tokens do not exist.")]
    [InlineData("com.microsoft.NGramHashMapping: int64[2,4] int64[3] int64[4]; max_ngram_size=1 n_head_per_ngram=2 pad_id=0", "Numbers of 2 heads for up to 1 tokens do not exist.")]
    public void Diagnostics_name_model_node_tensors_and_reason(string node, string reason)
    {
        string problem = Assert.Single(Compilation.Problems(new ExampleNode(node).Model()));

        Assert.StartsWith($"m.onnx: {Examples.OperatorOf(node)} 'node': ", problem, StringComparison.Ordinal);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }
}
