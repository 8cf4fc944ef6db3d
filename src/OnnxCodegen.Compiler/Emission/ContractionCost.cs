using System;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Counts the floating-point operations of a graph's contractions, which are what a network spends its time on.</summary>
internal static class ContractionCost
{
    /// <summary>Multiplications and additions of one call on one row, conditional loops taken
    /// to run once; null where the inputs have more free axes than their rows.</summary>
    public static long? Of(Graph graph) =>
        graph.Inputs.All(input => ValueForms.OfInput(input.Type) is ValueForm.Scalar or ValueForm.Fixed or ValueForm.Rows)
            ? Sum(graph)
            : null;

    static long Sum(Graph graph) => graph.Nodes.Sum(node => node.Primitive switch
    {
        Contract => Of(node),
        If branch => Math.Max(Sum(branch.Then), Sum(branch.Else)),
        Loop loop => (loop.HasCondition ? 1 : loop.Trips!.Evaluate(_ => 1)) * Sum(loop.Body),
        _ => 0,
    });

    static long Of(Node node)
    {
        Shape a = node.Inputs[0].Shape;
        Dim summed = Dim.Product(((Contract)node.Primitive).SumA.Select(axis => a[axis]));
        return (2 * node.Output.Shape.Elements * summed).Evaluate(_ => 1);
    }
}
