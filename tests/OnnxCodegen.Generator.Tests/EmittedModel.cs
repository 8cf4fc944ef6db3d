using System;
using System.IO;
using System.Linq;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using OnnxCodegen.Compiler.Import.Protobuf;
using Xunit;

namespace OnnxCodegen.Generator.Tests;

/// <summary>Models as assemblies.</summary>
internal static class EmittedModel
{
    /// <summary>The image of an assembly with the model's class, <c>App.M</c>. Weights that stay in the model's file are not embedded.</summary>
    public static byte[] Emit(ModelProto model)
    {
        using var folder = new ModelFolder();
        (_, Compilation compilation) = new GeneratorHost().RunAll([], new ModelText(folder.Write("m.onnx", model)));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(problem => problem.Severity == DiagnosticSeverity.Error)));
        return image.ToArray();
    }

    public static IOnnxModel Load(byte[] image)
    {
        Type type = new AssemblyLoadContext(null).LoadFromStream(new MemoryStream(image)).GetType("App.M")!;
        return (IOnnxModel)type.GetProperty("Instance")!.GetValue(null)!;
    }

    public static IOnnxModel Load(ModelProto model) => Load(Emit(model));
}
