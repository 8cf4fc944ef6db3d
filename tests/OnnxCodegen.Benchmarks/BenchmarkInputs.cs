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

    public static Dense[] Of(TestFolder folder, OnnxModel model)
    {
        string set = Path.Combine(folder.Path, "test_data_set_0");
        OnnxValueInfo[] inputs = [.. model.Graph.RequiredInputs];
        return [.. inputs.Select((input, i) => File.Exists(Path.Combine(set, $"input_{i}.pb")) ? Read(folder, set, i, input) : RandomValues(input, i))];
    }

    static Dense Read(TestFolder folder, string set, int index, OnnxValueInfo input)
    {
        if (TestFolder.Read(set, "input", index, input) is not OnnxValue.Tensor tensor)
            throw new NotSupportedException($"{input.Name} is no tensor.");
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
        long[] dims = [.. (type.Dims ?? throw new NotSupportedException($"{input.Name} has no shape.")).Select(d => d.Length ?? FreeLength)];
        var random = new Random(seed);
        var elements = new double[dims.Aggregate(1L, (a, b) => a * b)];
        bool whole = type.Element is not (Compiler.ElementType.Float or Compiler.ElementType.Double or Compiler.ElementType.Float16 or Compiler.ElementType.BFloat16);
        Compiler.Tensor tensor = whole
            ? new Compiler.Tensor(type.Element, dims, elements.Select(_ => (long)random.Next(2)).ToArray())
            : new Compiler.Tensor(type.Element, dims, elements.Select(_ => (double)(float)((random.NextDouble() * 2) - 1)).ToArray());
        return new Dense(input.Name, Flat(tensor), dims);
    }
}
