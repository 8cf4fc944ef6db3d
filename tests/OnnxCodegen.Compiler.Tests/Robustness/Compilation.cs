using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Google.Protobuf;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Import.Protobuf;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Robustness;

/// <summary>Compiles models that may be wrong.</summary>
internal static class Compilation
{
    static readonly TimeSpan MostTime = TimeSpan.FromSeconds(30);

    static readonly CompilerOptions Options = new() { ClassName = "M", Namespace = "N", Resource = "m.onnx" };

    [ThreadStatic]
    static Exception? thrown;

    static Compilation() => AppDomain.CurrentDomain.FirstChanceException += (_, e) => thrown = e.Exception;

    /// <summary>Whether the model compiles.</summary>
    public static bool Succeeds(ModelProto model) => Problems(model).Count == 0;

    /// <summary>Whether the operators take what the model gives them.</summary>
    public static bool Imports(ModelProto model) =>
        OnnxCompiler.Signature(new MemorySource("m.onnx", model.ToByteArray()), Options).Diagnostics.Count == 0;

    /// <summary>What the compiler tells about the model. A failure that is no diagnostic fails the test.</summary>
    public static IReadOnlyList<string> Problems(ModelProto model)
    {
        using var cancellation = new CancellationTokenSource(MostTime);
        try
        {
            GeneratedModel generated = OnnxCompiler.Compile(new MemorySource("m.onnx", model.ToByteArray()), Options, cancellation.Token);
            foreach (ModelDiagnostic problem in generated.Diagnostics)
            {
                Assert.True(problem.Code != DiagnosticCode.InternalError, $"{problem.Message}: {model}\n{thrown?.StackTrace}");
                Assert.StartsWith("m.onnx: ", problem.Message, StringComparison.Ordinal);
            }
            return [.. generated.Diagnostics.Select(problem => problem.Message)];
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Compiles for more than {MostTime.TotalSeconds} s: {model}");
            throw;
        }
    }
}
