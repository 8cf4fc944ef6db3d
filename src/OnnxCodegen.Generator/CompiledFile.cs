using System.Threading;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Generator;

/// <summary>A model file and what the compiler makes of it.</summary>
internal sealed record CompiledFile(ModelFile File, GeneratedModel Model)
{
    /// <summary>The class without the forward pass.</summary>
    public static CompiledFile Sign(ModelFile file, CancellationToken cancellation) => new(file, file.Problem is { } problem
        ? new GeneratedModel(file.Options.HintName, null, null, [problem])
        : OnnxCompiler.Signature(file.Source, file.Options, cancellation));

    /// <summary>The class and the forward pass.</summary>
    public static CompiledFile Compile(ModelFile file, CancellationToken cancellation) =>
        new(file, OnnxCompiler.Compile(file.Source, file.Options, cancellation));
}
