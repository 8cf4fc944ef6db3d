using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Emission;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Benchmarks;

/// <summary>What a call has to do at least.</summary>
/// <param name="Operations">Multiplications and additions of matrix products and convolutions; NaN where the model says too little.</param>
/// <param name="Bytes">Weights, inputs and outputs, each read or written once.</param>
internal sealed record ModelCost(double Operations, double Bytes)
{
    public static ModelCost Of(OnnxModel model, IReadOnlyList<Dense> inputs, IReadOnlyDictionary<string, object?> results) => new(
        CountOperations(model, inputs),
        model.Graph.Initializers.Sum(weights => (double)weights.ByteCount) + inputs.Sum(input => SizeOf(input.Elements)) + results.Values.Sum(Output));

    /// <summary>Counts on the shapes of the inputs at hand.</summary>
    static double CountOperations(OnnxModel model, IReadOnlyList<Dense> inputs)
    {
        Dictionary<string, Dense> tensors = inputs.ToDictionary(input => input.Name);
        OnnxGraph graph = model.Graph with
        {
            Inputs = [.. model.Graph.Inputs.Select(input => tensors.TryGetValue(input.Name, out Dense? tensor) && input.Type is OnnxType.Tensor type
                ? input with { Type = type with { Dims = [.. tensor.Dims.Select(length => new OnnxDim(length, null))] } }
                : input)],
        };
        try
        {
            OnnxModel inlined = FunctionInliner.Inline(model with { Graph = graph });
            return ContractionCost.Of(GraphImporter.Import(GraphOrder.Sort(inlined), new Dictionary<string, long>())) ?? double.NaN;
        }
        catch (System.Exception problem) when (problem is ModelException or ModelImportException)
        {
            return double.NaN;
        }
    }

    static double Output(object? result) => result is System.Numerics.Tensors.IReadOnlyTensor tensor
        ? tensor.FlattenedLength * (double)Size(tensor.GetType().GetGenericArguments()[0])
        : result is System.Array array ? SizeOf(array) : 0;

    static double SizeOf(System.Array elements) => elements.Length * (double)Size(elements.GetType().GetElementType()!);

    static int Size(System.Type element) => element.IsValueType ? System.Runtime.InteropServices.Marshal.SizeOf(element == typeof(bool) ? typeof(byte) : element) : System.IntPtr.Size;
}
