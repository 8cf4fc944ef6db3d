using System.Collections.Generic;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Loops that write texts token by token. Their decoder is a graph whose memory grows by a convention of names and places that is
/// ONNX Runtime's alone.</summary>
[Domain("com.microsoft")]
internal static class GenerationLoops
{
    [Operator]
    public static IReadOnlyList<Value> GreedySearch(OnnxNode node, IReadOnlyList<Value> inputs) => throw Refusal(node);

    [Operator]
    public static IReadOnlyList<Value> Sampling(OnnxNode node, IReadOnlyList<Value> inputs) => throw Refusal(node);

    [Operator]
    public static IReadOnlyList<Value> BeamSearch(OnnxNode node, IReadOnlyList<Value> inputs) => throw Refusal(node);

    [Operator]
    public static IReadOnlyList<Value> WhisperBeamSearch(OnnxNode node, IReadOnlyList<Value> inputs) => throw Refusal(node);

    static ModelException Refusal(OnnxNode node) => new(
        DiagnosticCode.UnknownOperator,
        $"{node.Operator} drives a decoder from within the model; export the decoder as a model of its own and choose the tokens in the program.");
}
