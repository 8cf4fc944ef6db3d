using System;
using System.Collections.Generic;
using System.Linq;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Differential.Tests;

/// <summary>What ONNX Runtime makes of a model, operator by operator, without its rewrites.</summary>
internal static class Reference
{
    static readonly SessionOptions Plain = new()
    {
        GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
        IntraOpNumThreads = 1,
        LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
    };

    /// <summary>The outputs; null where ONNX Runtime refuses the model.</summary>
    /// <param name="shared">The inputs in whose memory outputs are written, by the outputs' names.</param>
    public static TensorProto[]? Run(ModelProto model, IReadOnlyList<TensorProto> inputs, IReadOnlyDictionary<string, string> shared)
    {
        try
        {
            using var session = new InferenceSession(model.ToByteArray(), Plain);
            using var options = new RunOptions();
            OrtValue[] values = [.. inputs.Select(Value)];
            using OrtIoBinding binding = session.CreateIoBinding();
            foreach ((TensorProto input, OrtValue value) in inputs.Zip(values))
                binding.BindInput(input.Name, value);
            foreach (string name in session.OutputNames)
            {
                if (shared.TryGetValue(name, out string? input))
                    binding.BindOutput(name, values[inputs.Index().First(i => i.Item.Name == input).Index]);
                else
                    binding.BindOutputToDevice(name, OrtMemoryInfo.DefaultInstance);
            }
            using IDisposableReadOnlyCollection<OrtValue> results = session.RunWithBoundResults(options, binding);
            TensorProto[] outputs = [.. results.Select((result, i) => Tensor(session.OutputNames[i], result))];
            foreach (OrtValue value in values)
                value.Dispose();
            return outputs;
        }
        catch (OnnxRuntimeException)
        {
            return null;
        }
    }

    static OrtValue Value(TensorProto tensor)
    {
        if (tensor.DataType == (int)ElementType.String)
            return Texts(tensor);
        OrtValue value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, (TensorElementType)tensor.DataType, [.. tensor.Dims]);
        tensor.RawData.Span.CopyTo(value.GetTensorMutableRawData());
        return value;
    }

    static OrtValue Texts(TensorProto tensor)
    {
        OrtValue value = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, [.. tensor.Dims]);
        for (int i = 0; i < tensor.StringData.Count; i++)
            value.StringTensorSetElementAt(tensor.StringData[i].ToStringUtf8().AsSpan(), i);
        return value;
    }

    static TensorProto Tensor(string name, OrtValue value)
    {
        OrtTensorTypeAndShapeInfo type = value.GetTensorTypeAndShape();
        if (type.ElementDataType == TensorElementType.String)
        {
            TensorProto texts = RandomTensor.Texts(type.Shape, value.GetStringTensorAsArray());
            texts.Name = name;
            return texts;
        }
        return new TensorProto
        {
            Name = name,
            DataType = (int)type.ElementDataType,
            Dims = { type.Shape },
            RawData = ByteString.CopyFrom(value.GetTensorMutableRawData()),
        };
    }
}
