using System;
using System.Linq;
using OnnxCodegen.Compiler.Import.Protobuf;
using OnnxCodegen.Compiler.Tests.Import;
using OnnxCodegen.Compiler.Tests.Robustness;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Operators;

/// <summary>Element types in all places where the standard lets them stand, and those of the results.</summary>
public class ResultTypeTests
{
    [Theory]
    [InlineData("ArgMax: bfloat16[2,3]", "int64")]
    [InlineData("ArgMin: float16[2,3]", "int64")]
    [InlineData("Attention: float[1,2,3,4] float[1,2,5,4] float16[1,2,5,4] - float[1,2,6,4] float16[1,2,6,4]", "float float float16 float")]
    [InlineData("Attention: float16[1,2,3,4] float16[1,2,5,4] double[1,2,5,4] float[3,5]", "float16 float16 double float16")]
    [InlineData("BatchNormalization: float16[2,3,4] float[3] float[3] float[3] float[3]; training_mode=1", "float16 float float")]
    [InlineData("BatchNormalization: float[2,3,4] float16[3] float16[3] bfloat16[3] bfloat16[3]; training_mode=1", "float bfloat16 bfloat16")]
    [InlineData("BitCast: complex64[2]; to=7", "int64")]
    [InlineData("BitCast: double[2]; to=14", "complex64")]
    [InlineData("Erf: int32[3]", "int32")]
    [InlineData("GridSample: float[1,2,4,5] float16[1,3,3,2]", "float")]
    [InlineData("GridSample: float16[1,2,4,5] float[1,3,3,2]", "float16")]
    [InlineData("LayerNormalization: double[2,3,4] double[4]", "double float float")]
    [InlineData("LayerNormalization: float16[2,3,4] float16[4]; stash_type=16", "float16 bfloat16 bfloat16")]
    [InlineData("LinearAttention: float16[1,3,8] float16[1,3,8] float16[1,3,8] float[1,2,4,4] - -; q_num_heads=2 kv_num_heads=2 update_rule=linear", "float16 float")]
    [InlineData("NonZero: complex64[2,3]", "int64")]
    [InlineData("QLinearMatMul: float8e4m3fn[2,3] float#0.1 float8e4m3fn[] uint8[3,4] float#0.2 uint8#4 float#0.3 uint8#5", "uint8")]
    [InlineData("Trilu: string[3,3]", "string")]
    [InlineData("Trilu: complex128[3,3]", "complex128")]
    [InlineData("Unique: string[5]", "string int64 int64 int64")]
    [InlineData("Unique: bool[2,3]; axis=1", "bool int64 int64 int64")]
    [InlineData("Unique: string[2,3]; axis=0", "string int64 int64 int64")]
    public void Results_are_of_the_types_that_the_standard_gives_them(string example, string types)
    {
        string[] expected = types.Split(' ');
        ModelProto model = new ExampleNode(example).Model();
        foreach (string name in Enumerable.Range(1, expected.Length - 1).Select(i => $"y{i}"))
        {
            model.Graph.Node[0].Output.Add(name);
            model.Graph.Output.Add(new ValueInfoProto { Name = name });
        }
        Assert.Equal(expected, model.Graph().Outputs.Select(output => output.Value.ElementType.OnnxName()));
        Assert.Equal([], Compilation.Problems(model));
    }
}
