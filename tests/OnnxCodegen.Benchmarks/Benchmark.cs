using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Conformance;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Benchmarks;

/// <summary>The measures of one model at one number of threads. Times are seconds.</summary>
/// <param name="CopyRate">Bytes that one core copies in a second, read and written, where both sides together are as large as <see cref="ModelCost.Bytes"/>.</param>
internal sealed record Result(
    string Name, int Threads, double Ours, double Theirs, long Allocated, ModelCost Cost, double CopyRate, double Difference,
    ColdStart? OurStart, ColdStart? TheirStart, AotStart? Aot)
{
    public double Ratio => Theirs / Ours;

    public double OperationsPerSecond => Cost.Operations / Ours;

    public double BytesPerSecond => Cost.Bytes / Ours;
}

/// <summary>Measures one model on both sides.</summary>
internal static class Benchmark
{
    const int Rounds = 15;
    const int QuickRounds = 5;

    public static IEnumerable<Result> Run(TestFolder folder, Options options)
    {
        string directory = Directory.CreateTempSubdirectory("onnx-benchmark-").FullName;
        try
        {
            OnnxModel model = ModelReader.Read(new FolderSource(folder));
            Dense[] inputs = BenchmarkInputs.Of(folder, model, options.Batch);
            FolderContext context = ModelAssembly.Build(folder, directory, options.Profile);
            Type type = context.Model.GetType("Benchmark.Model")!;
            if (options.Emit is { } emit)
                File.Copy(Path.Combine(directory, "Model.cs"), Path.Combine(Directory.CreateDirectory(emit).FullName, folder.Name + ".cs"), true);
            var instance = (IOnnxModel)type.GetProperty("Instance")!.GetValue(null)!;
            IReadOnlyDictionary<string, object?> results = instance.Run(inputs.ToDictionary(i => i.Name, Boxed));
            int[] lengths = [.. results.Values.Select(Length)];
            ModelCost cost = ModelCost.Of(model, inputs, results);
            double copy = Peak.CopyRate(cost.Bytes);
            ICall ours = OurCall.Load(context, inputs, lengths);
            foreach (int threads in options.Threads)
            {
                WorkerPool.ThreadCount = threads;
                using var theirs = new OnnxRuntimeCall(folder.Model, inputs, threads, bind: true);
                double difference = Difference(results, theirs.FloatOutputs());
                (double our, double their) = Timing.Medians(ours, theirs, options.Quick ? QuickRounds : Rounds);
                bool cold = (options.Cold || !options.Quick) && threads == options.Threads[0];
                yield return new Result(
                    folder.Name, threads, our, their, Timing.Allocated(ours), cost, copy, difference,
                    cold ? ColdStart.Ours(directory, type, inputs, lengths) : null,
                    cold ? ColdStart.OnnxRuntime(folder.Model, inputs) : null,
                    options.Aot && threads == options.Threads[0] ? AotStart.Measure(directory, type, inputs, lengths, ModelAssembly.Embedded(folder)) : null);
                if (options.Profile)
                    Profile.Print(ours);
            }
        }
        finally
        {
            Directory.Delete(directory, true);
        }
    }

    /// <summary>The number of elements of a tensor, of all dictionaries of a list, of a list.</summary>
    static int Length(object? result) => result switch
    {
        null => 0,
        string => 1,
        Array or System.Numerics.Tensors.IReadOnlyTensor => TensorValues.Flatten(result, []).Elements.Length,
        System.Collections.IEnumerable rows => rows.Cast<object>().Sum(Length),
        _ => 1,
    };

    static object? Boxed(Dense tensor) => tensor.Dims.Length == 0
        ? tensor.Elements.GetValue(0)
        : typeof(OurCall).GetMethod(nameof(OurCall.Tensor))!.MakeGenericMethod(tensor.ElementType).Invoke(null, [tensor.Elements, tensor.Dims]);

    /// <summary>The largest difference relative to the largest element of an output.</summary>
    static double Difference(IReadOnlyDictionary<string, object?> ours, Dictionary<string, float[]> theirs)
    {
        double worst = 0;
        foreach ((string name, float[] reference) in theirs.Where(their => ours[their.Key] is not System.Collections.IEnumerable or Array or System.Numerics.Tensors.IReadOnlyTensor))
        {
            object[] elements = TensorValues.Flatten(ours[name], [reference.Length]).Elements;
            double scale = reference.Select(Math.Abs).DefaultIfEmpty(0).Max();
            for (int i = 0; i < reference.Length; i++)
                worst = Math.Max(worst, Math.Abs(TensorValues.Number(elements[i]) - reference[i]) / Math.Max(scale, 1e-30));
        }
        return worst;
    }
}
