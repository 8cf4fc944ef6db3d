using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace OnnxCodegen.Benchmarks;

/// <summary>Loads the assemblies of one model, which have the same names for every model.</summary>
internal sealed class FolderContext(string directory) : AssemblyLoadContext
{
    public Assembly Call => LoadFromAssemblyPath(Path.Combine(directory, ModelAssembly.CallFile));

    public Assembly Model => LoadFromAssemblyPath(Path.Combine(directory, ModelAssembly.ModelFile));

    protected override Assembly? Load(AssemblyName assemblyName) =>
        Path.Combine(directory, assemblyName.Name + ".dll") is var file && File.Exists(file) ? LoadFromAssemblyPath(file) : null;
}
