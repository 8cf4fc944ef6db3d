using System.Collections.Generic;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Operators whose meaning is that of a device and stands in no document.</summary>
[Domain("com.microsoft")]
internal static class DeviceFormats
{
    const string Kernel = "its roundings between the products are those of a device's kernel; export the attention as single operators";
    const string Blocks = "no document gives the layout of its blocks; quantise by QuantizeLinear with blocks or by MatMulNBits";
    const string Program = "it holds a program for a device; export the model without that device's compilation";

    [Operator]
    public static IReadOnlyList<Value> QOrderedAttention(OnnxNode node, IReadOnlyList<Value?> inputs) => throw Refusal(node, Kernel);

    [Operator]
    public static IReadOnlyList<Value> QOrderedLongformerAttention(OnnxNode node, IReadOnlyList<Value?> inputs) => throw Refusal(node, Kernel);

    [Operator]
    public static IReadOnlyList<Value> QuantizeBFP(OnnxNode node, IReadOnlyList<Value?> inputs) => throw Refusal(node, Blocks);

    [Operator]
    public static IReadOnlyList<Value> DequantizeBFP(OnnxNode node, IReadOnlyList<Value?> inputs) => throw Refusal(node, Blocks);

    [Operator]
    public static IReadOnlyList<Value> EPContext(OnnxNode node, IReadOnlyList<Value?> inputs) => throw Refusal(node, Program);

    [Operator]
    public static IReadOnlyList<Value> Snpe(OnnxNode node, IReadOnlyList<Value?> inputs) => throw Refusal(node, Program);

    static ModelException Refusal(OnnxNode node, string reason) => new(DiagnosticCode.UnknownOperator, $"{node.Operator} cannot be compiled: {reason}.");
}
