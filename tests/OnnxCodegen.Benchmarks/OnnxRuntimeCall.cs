using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.OnnxRuntime;

namespace OnnxCodegen.Benchmarks;

/// <summary>ONNX Runtime with all optimisations, sequential, on values bound once.</summary>
internal sealed class OnnxRuntimeCall : ICall, IDisposable
{
    readonly InferenceSession session;
    readonly RunOptions run = new();
    readonly OrtIoBinding? binding;
    readonly Dictionary<string, OrtValue> inputs;

    public OnnxRuntimeCall(string model, Dense[] tensors, int threads, bool bind)
    {
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = threads,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        session = new InferenceSession(model, options);
        inputs = tensors.ToDictionary(t => t.Name, Value);
        if (!bind)
            return;
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, inputs, session.OutputNames);
        if (!outputs.All(o => o.IsTensor && o.GetTensorTypeAndShape().ElementDataType != Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.String))
            return;
        binding = session.CreateIoBinding();
        foreach ((string name, OrtValue value) in inputs)
            binding.BindInput(name, value);
        for (int i = 0; i < outputs.Count; i++)
        {
            OrtTensorTypeAndShapeInfo info = outputs[i].GetTensorTypeAndShape();
            binding.BindOutput(session.OutputNames[i], OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, info.ElementDataType, info.Shape));
        }
    }

    public void Invoke()
    {
        if (binding is not null)
            session.RunWithBinding(run, binding);
        else
            session.Run(run, inputs, session.OutputNames).Dispose();
    }

    /// <summary>The float outputs of a run.</summary>
    public Dictionary<string, float[]> FloatOutputs()
    {
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, inputs, session.OutputNames);
        return session.OutputNames.Zip(outputs)
            .Where(o => o.Second.IsTensor && o.Second.GetTensorTypeAndShape().ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float)
            .ToDictionary(o => o.First, o => o.Second.GetTensorDataAsSpan<float>().ToArray());
    }

    public void Dispose()
    {
        binding?.Dispose();
        foreach (OrtValue value in inputs.Values)
            value.Dispose();
        run.Dispose();
        session.Dispose();
    }

    static OrtValue Value(Dense tensor) => tensor.Elements switch
    {
        float[] a => OrtValue.CreateTensorValueFromMemory(a, tensor.Dims),
        double[] a => OrtValue.CreateTensorValueFromMemory(a, tensor.Dims),
        long[] a => OrtValue.CreateTensorValueFromMemory(a, tensor.Dims),
        int[] a => OrtValue.CreateTensorValueFromMemory(a, tensor.Dims),
        short[] a => OrtValue.CreateTensorValueFromMemory(a, tensor.Dims),
        byte[] a => OrtValue.CreateTensorValueFromMemory(a, tensor.Dims),
        sbyte[] a => OrtValue.CreateTensorValueFromMemory(a, tensor.Dims),
        bool[] a => OrtValue.CreateTensorValueFromMemory(a, tensor.Dims),
        Half[] a => OrtValue.CreateTensorValueFromMemory<Float16>([.. a.Select(h => new Float16(BitConverter.HalfToUInt16Bits(h)))], tensor.Dims),
        string[] a => Strings(a, tensor.Dims),
        _ => throw new NotSupportedException($"{tensor.ElementType} inputs are not measured."),
    };

    static OrtValue Strings(string[] elements, long[] dims)
    {
        OrtValue value = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, dims);
        for (int i = 0; i < elements.Length; i++)
            value.StringTensorSetElementAt(elements[i], i);
        return value;
    }
}
