using System;
using System.IO;
using Google.Protobuf;
using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Generator.Tests;

/// <summary>A folder of model files that lives as long as a test.</summary>
internal sealed class ModelFolder : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("onnx");

    public string Write(string name, ModelProto model) => Write(name, model.ToByteArray());

    public string Write(string name, byte[] bytes)
    {
        string path = PathOf(name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public string PathOf(string name) => Path.Combine(folder.FullName, name);

    public void Dispose() => folder.Delete(recursive: true);
}
