using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Conformance;

namespace OnnxCodegen.Benchmarks;

/// <summary>What a model is run on: the folder's <c>test_data_set_0</c>, else random values of the declared types and shapes.</summary>
internal static class BenchmarkInputs
{
    const int FreeLength = 1;

    /// <param name="batch">The length of first axes that the model leaves free; null for that of the test data.</param>
    /// <exception cref="NotSupportedException">An input is no tensor, or no first axis is free although a batch is asked for.</exception>
    public static Dense[] Of(TestFolder folder, OnnxModel model, int? batch)
    {
        string set = Path.Combine(folder.Path, "test_data_set_0");
        OnnxValueInfo[] inputs = [.. model.Graph.RequiredInputs];
        if (inputs.FirstOrDefault(input => input.Type is not OnnxType.Tensor) is { } other)
            throw new NotSupportedException($"The input '{other.Name}' is no tensor; such models are not measured.");
        Dense[] tensors = [.. inputs.Select((input, i) => File.Exists(Path.Combine(set, $"input_{i}.pb")) ? Read(folder, set, i, input) : RandomValues(input, i))];
        if (batch is not { } rows)
            return tensors;
        if (!inputs.Any(HasFreeRows))
            throw new NotSupportedException("No input has a free first axis for another batch.");
        return [.. inputs.Zip(tensors, (input, tensor) => HasFreeRows(input) ? Rows(tensor, rows) : tensor)];
    }

    static bool HasFreeRows(OnnxValueInfo input) => input.Type is OnnxType.Tensor { Dims: [{ Length: null }, ..] };

    /// <summary>Rows like those at hand: each element is taken from a random row, floats also scaled at random.</summary>
    static Dense Rows(Dense tensor, int count)
    {
        long given = tensor.Dims[0], length = tensor.Elements.Length / Math.Max(given, 1);
        var random = new Random(count);
        var elements = Array.CreateInstance(tensor.ElementType, count * length);
        for (long i = 0; i < elements.Length; i++)
        {
            object value = tensor.Elements.GetValue((random.NextInt64(given) * length) + (i % length))!;
            elements.SetValue(value is float number ? number * (0.5f + random.NextSingle()) : value, i);
        }
        return new Dense(tensor.Name, elements, [count, .. tensor.Dims[1..]]);
    }

    static Dense Read(TestFolder folder, string set, int index, OnnxValueInfo input)
    {
        if (TestFolder.Read(set, "input", index, input) is not OnnxValue.Tensor tensor)
            throw new NotSupportedException($"The test data of '{input.Name}' is no tensor.");
        Compiler.Tensor values = TensorDecoder.Decode(tensor.Data, new FolderSource(folder));
        return new Dense(input.Name, Flat(values), [.. values.Dims]);
    }

    static Array Flat(Compiler.Tensor values)
    {
        object natural = TensorValues.Natural(values);
        if (values.Rank == 0)
        {
            var one = Array.CreateInstance(natural.GetType(), 1);
            one.SetValue(natural, 0);
            return one;
        }
        return (Array)typeof(BenchmarkInputs).GetMethod(nameof(Elements))!
            .MakeGenericMethod(natural.GetType().GetGenericArguments()[0]).Invoke(null, [natural])!;
    }

    public static T[] Elements<T>(System.Numerics.Tensors.Tensor<T> tensor)
    {
        var flat = new T[tensor.FlattenedLength];
        tensor.FlattenTo(flat);
        return flat;
    }

    static Dense RandomValues(OnnxValueInfo input, int seed)
    {
        var type = (OnnxType.Tensor)input.Type!;
        long[] dims = [.. (type.Dims ?? throw new NotSupportedException($"The input '{input.Name}' has no shape.")).Select(d => d.Length ?? FreeLength)];
        var random = new Random(seed);
        var elements = new double[dims.Aggregate(1L, (a, b) => a * b)];
        bool whole = type.Element is not (Compiler.ElementType.Float or Compiler.ElementType.Double or Compiler.ElementType.Float16 or Compiler.ElementType.BFloat16);
        Compiler.Tensor tensor = whole
            ? new Compiler.Tensor(type.Element, dims, elements.Select(_ => (long)random.Next(2)).ToArray())
            : new Compiler.Tensor(type.Element, dims, elements.Select(_ => (double)(float)((random.NextDouble() * 2) - 1)).ToArray());
        return new Dense(input.Name, Flat(tensor), dims);
    }
}
