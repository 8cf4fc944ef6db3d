using System;
using System.Linq;
using System.Reflection;

namespace OnnxCodegen.Benchmarks;

/// <summary>The compiled model's typed method, into memory of the caller where the model has that overload.</summary>
internal static class OurCall
{
    /// <param name="context">What <see cref="ModelAssembly"/> wrote.</param>
    public static ICall Load(FolderContext context, Dense[] inputs, int[] outputLengths)
    {
        Type call = context.Call.GetType("Call")!;
        ParameterInfo[] parameters = context.Model.GetType("Benchmark.Model")!
            .GetMethods(BindingFlags.Public | BindingFlags.Static).First(m => m.Name == "Predict").GetParameters();
        object[] values = [.. inputs.Select((input, i) => Value(input, parameters[i].ParameterType))];
        return (ICall)Activator.CreateInstance(call, values, outputLengths)!;
    }

    static object Value(Dense input, Type parameter)
    {
        if (!parameter.IsGenericType)
            return input.Elements.GetValue(0)!;
        return parameter.Name.StartsWith("ReadOnlyTensorSpan", StringComparison.Ordinal)
            ? typeof(OurCall).GetMethod(nameof(Tensor))!.MakeGenericMethod(input.ElementType).Invoke(null, [input.Elements, input.Dims])!
            : input.Elements;
    }

    public static System.Numerics.Tensors.Tensor<T> Tensor<T>(T[] elements, long[] dims) =>
        System.Numerics.Tensors.Tensor.Create(elements, [.. dims.Select(d => (nint)d)]);
}
