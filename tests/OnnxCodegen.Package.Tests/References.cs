using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace OnnxCodegen.Package.Tests;

/// <summary>What ONNX Runtime computes.</summary>
internal static class References
{
    /// <summary>The probabilities of the ten digits for each image.</summary>
    public static float[] Digits(float[] pixels) =>
        Run("models/digits_cnn.onnx", pixels, [-1, 1, 8, 8], results => results.Single().AsEnumerable<float>().ToArray());

    /// <summary>The probabilities of the three species for each flower.</summary>
    public static float[] Irises(float[] measures) =>
        Run("rf_iris.onnx", measures, [-1, 4], results => results.Last().AsEnumerable<NamedOnnxValue>()
            .SelectMany(row => row.AsDictionary<long, float>().OrderBy(entry => entry.Key).Select(entry => entry.Value))
            .ToArray());

    static float[] Run(string model, float[] input, int[] shape, Func<IReadOnlyCollection<NamedOnnxValue>, float[]> read)
    {
        using var session = new InferenceSession(Path.Combine(AppContext.BaseDirectory, "Foreign", model));
        shape[0] = input.Length / shape[1..].Aggregate((x, y) => x * y);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(session.InputNames[0], new DenseTensor<float>(input, shape))]);
        return read(results);
    }
}
