using System;
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

    /// <summary>Whether the model compiles. A failure that is no diagnostic fails the test.</summary>
    public static bool Succeeds(ModelProto model)
    {
        GeneratedModel? generated = null;
        using var cancellation = new CancellationTokenSource(MostTime);
        try
        {
            generated = OnnxCompiler.Compile(new MemorySource("m.onnx", model.ToByteArray()), Options, cancellation.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Compiles for more than {MostTime.TotalSeconds} s: {model}");
        }
        foreach (ModelDiagnostic problem in generated!.Diagnostics)
        {
            Assert.True(problem.Code != DiagnosticCode.InternalError, $"{problem.Message}: {model}\n{thrown?.StackTrace}");
            Assert.False(string.IsNullOrWhiteSpace(problem.Message));
        }
        return generated.Diagnostics.Count == 0;
    }
}
