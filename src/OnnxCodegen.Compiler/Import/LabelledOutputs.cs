using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Import;

/// <summary>Outputs that a ZipMap gives: the forward pass computes the matrix, the class puts the labels to its columns.</summary>
internal static class LabelledOutputs
{
    /// <summary>The graph with the matrix as its output, and for every output the labels, or null.</summary>
    public static (Graph Graph, IReadOnlyList<Tensor?> Labels) Split(Graph graph)
    {
        Tensor?[] labels = graph.Outputs.Select(output => LabelsOf(output.Value)).ToArray();
        GraphOutput[] outputs = graph.Outputs
            .Select((output, index) => labels[index] is null ? output : output with { Value = output.Value.Producer.Inputs[0] }).ToArray();
        return (labels.All(label => label is null) ? graph : new Graph(graph.Name, graph.Inputs, outputs), labels);
    }

    static Tensor? LabelsOf(Value value) =>
        value.Producer.Primitive is not Call { Function: { Name: RuntimeNames.ZipMap, Arguments: var arguments } } ? null : arguments[0] switch
        {
            long[] numbers => Tensor.Vector(numbers),
            string[] texts => new Tensor(ElementType.String, [texts.Length], texts),
            _ => null,
        };
}
