using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Conformance;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Benchmarks;

/// <summary>The measures of one model at one number of threads. Times are seconds.</summary>
internal sealed record Result(
    string Name, int Threads, double Ours, double Theirs, long Allocated, double OperationsPerSecond, double Difference, ColdStart? OurStart, ColdStart? TheirStart)
{
    public double Ratio => Theirs / Ours;
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
            Dense[] inputs = BenchmarkInputs.Of(folder, model);
            FolderContext context = ModelAssembly.Build(folder, directory, options.Profile);
            Type type = context.Model.GetType("Benchmark.Model")!;
            if (options.Emit is { } emit)
                File.Copy(Path.Combine(directory, "Model.cs"), Path.Combine(Directory.CreateDirectory(emit).FullName, folder.Name + ".cs"), true);
            var instance = (IOnnxModel)type.GetProperty("Instance")!.GetValue(null)!;
            IReadOnlyDictionary<string, object?> results = instance.Run(inputs.ToDictionary(i => i.Name, Boxed));
            int[] lengths = [.. results.Values.Select(Length)];
            ICall ours = OurCall.Load(context, inputs, lengths);
            foreach (int threads in options.Threads)
            {
                WorkerPool.ThreadCount = threads;
                using var theirs = new OnnxRuntimeCall(folder.Model, inputs, threads, bind: true);
                double difference = Difference(results, theirs.FloatOutputs());
                (double our, double their) = Timing.Medians(ours, theirs, options.Quick ? QuickRounds : Rounds);
                bool cold = !options.Quick && threads == options.Threads[0];
                yield return new Result(
                    folder.Name, threads, our, their, Timing.Allocated(ours), Operations(type) / our, difference,
                    cold ? ColdStart.Ours(directory, type, inputs, lengths) : null,
                    cold ? ColdStart.OnnxRuntime(folder.Model, inputs) : null);
                if (options.Profile)
                    Profile.Print(ours);
            }
        }
        finally
        {
            Directory.Delete(directory, true);
        }
    }

    static double Operations(Type model) =>
        model.GetField("FloatingPointOperations")?.GetRawConstantValue() is long count ? count : double.NaN;

    static int Length(object? result) => result is System.Collections.ICollection { Count: > 0 } rows && rows.Cast<object>().First() is System.Collections.IEnumerable and not string
        ? rows.Cast<System.Collections.IEnumerable>().Sum(row => row.Cast<object>().Count())
        : TensorValues.Flatten(result, []).Elements.Length;

    static object? Boxed(Dense tensor) => tensor.Dims.Length == 0
        ? tensor.Elements.GetValue(0)
        : typeof(OurCall).GetMethod(nameof(OurCall.Tensor))!.MakeGenericMethod(tensor.ElementType).Invoke(null, [tensor.Elements, tensor.Dims]);

    /// <summary>The largest difference relative to the largest element of an output.</summary>
    static double Difference(IReadOnlyDictionary<string, object?> ours, Dictionary<string, float[]> theirs)
    {
        double worst = 0;
        foreach ((string name, float[] reference) in theirs)
        {
            object[] elements = TensorValues.Flatten(ours[name], [reference.Length]).Elements;
            double scale = reference.Select(Math.Abs).DefaultIfEmpty(0).Max();
            for (int i = 0; i < reference.Length; i++)
                worst = Math.Max(worst, Math.Abs(TensorValues.Number(elements[i]) - reference[i]) / Math.Max(scale, 1e-30));
        }
        return worst;
    }
}
