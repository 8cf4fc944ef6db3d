using System;
using System.Collections.Immutable;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using Microsoft.CodeAnalysis;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import.Protobuf;
using OnnxCodegen.Simd;
using Xunit;

namespace OnnxCodegen.Generator.Tests;

/// <summary>The structs of elementwise functions are kernels of devices as well.</summary>
public sealed class DeviceTests : IDisposable
{
    const int Columns = 4;

    readonly ModelFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_struct_of_a_model_runs_in_a_kernel_of_a_device()
    {
        ModelProto model = Models.Model(
            [
                Models.Node("Sigmoid", ["x"], ["gate"]),
                Models.Node("Mul", ["x", "gate"], ["silu"]),
                Models.Node("Tanh", ["silu"], ["y"]),
            ],
            [Models.Value("x", ElementType.Float, Columns)],
            [Models.Value("y", ElementType.Float, Columns)]);
        Assembly assembly = Compile(model);
        Type map = Assert.Single(assembly.GetTypes(), type => type.IsValueType && type.IsAssignableTo(typeof(IMap)));
        MethodInfo kernel = typeof(DeviceTests).GetMethod(nameof(Apply), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(map);
        var predict = assembly.GetType("Test")!.GetMethod("Predict")!.CreateDelegate<Func<float[], float[]>>();

        float[] x = [-3, -0.5f, 0, 1.25f];
        Assert.Equal(predict(x), OnDevice(kernel, x), (expected, actual) => MathF.Abs(expected - actual) <= 1e-6f);
    }

    static float[] OnDevice(MethodInfo kernel, float[] x)
    {
        using Context context = Context.Create(builder => builder.CPU());
        using CPUAccelerator accelerator = context.CreateCPUAccelerator(0);
        using MemoryBuffer1D<float, Stride1D.Dense> source = accelerator.Allocate1D(x);
        using MemoryBuffer1D<float, Stride1D.Dense> target = accelerator.Allocate1D<float>(x.Length);
        var action = kernel.CreateDelegate<Action<Index1D, ArrayView<float>, ArrayView<float>>>();
        accelerator.LoadAutoGroupedStreamKernel(action)(x.Length, source.View, target.View);
        accelerator.Synchronize();
        return target.GetAsArray1D();
    }

    static void Apply<TMap>(Index1D index, ArrayView<float> x, ArrayView<float> y)
        where TMap : struct, IMap
    {
        Operands none = default;
        y[index] = TMap.Invoke(x[index], none, index.X);
    }

    Assembly Compile(ModelProto model)
    {
        (_, Compilation compilation) = new GeneratorHost().RunAll(
            ["public static class Test { public static float[] Predict(float[] x) => App.M.Predict(x); }"], new ModelText(folder.Write("m.onnx", model)));
        using var assembly = new MemoryStream();
        ImmutableArray<Diagnostic> problems = compilation.Emit(assembly).Diagnostics;
        Assert.DoesNotContain(problems, problem => problem.Severity == DiagnosticSeverity.Error);
        assembly.Position = 0;
        return new AssemblyLoadContext(null).LoadFromStream(assembly);
    }
}
