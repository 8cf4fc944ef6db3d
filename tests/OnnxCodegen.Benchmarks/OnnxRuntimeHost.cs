using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace OnnxCodegen.Benchmarks;

/// <summary>The program that runs a model on ONNX Runtime once.</summary>
internal static class OnnxRuntimeHost
{
    public static readonly string[] Files = ["Microsoft.ML.OnnxRuntime.dll", Path.Combine("runtimes", "linux-x64", "native", "libonnxruntime.so")];

    public static string Build(string directory, string model, Dense[] inputs) =>
        HostProgram.Build(directory, [Source(model, inputs)], [], Files);

    /// <summary>A session with the default settings, which are all threads, and zeros as inputs.</summary>
    public static string Source(string model, IEnumerable<Dense> inputs) => $$"""
        using Microsoft.ML.OnnxRuntime;

        public sealed class Call
        {
            readonly InferenceSession session = new(@"{{Path.GetFullPath(model)}}", new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR });
            readonly RunOptions run = new();
            readonly string[] names = [{{string.Join(", ", inputs.Select(input => $"@\"{input.Name}\""))}}];
            readonly OrtValue[] values = [{{string.Join(", ", inputs.Select(Zeros))}}];

            public void Invoke() => session.Run(run, names, values, session.OutputNames).Dispose();
        }
        """;

    static string Zeros(Dense input)
    {
        string dims = $"new long[] {{ {string.Join(", ", input.Dims)} }}";
        if (input.ElementType == typeof(string))
            return $"OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, {dims})";
        string element = input.ElementType == typeof(Half) ? "Float16" : "global::" + input.ElementType.FullName;
        return $"OrtValue.CreateTensorValueFromMemory(new {element}[{input.Elements.Length}], {dims})";
    }
}
