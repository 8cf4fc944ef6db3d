using System;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Conformance;

/// <summary>Holds the size of emitted code against what editors and the JIT compiler bear.</summary>
internal static class CodeSize
{
    /// <summary>The bytes of IL of a method; above 60,000 the JIT compiler does not optimise.</summary>
    const int MethodLimit = 30_000;

    /// <summary>The characters of a model.</summary>
    const int TextLimit = 1_000_000;

    /// <summary>Why the text of a model is too large; null where it is not.</summary>
    public static string? Problem(GeneratedModel model)
    {
        int length = model.Surface!.Length + model.Implementation!.Length;
        return length > TextLimit ? $"The emitted text has {length} characters." : null;
    }

    /// <summary>Why a method of a class, or of the forward pass of the class, is too large; null where none is.</summary>
    public static string? Problem(ImmutableArray<byte> assembly, string className)
    {
        using var file = new PEReader(assembly);
        MetadataReader metadata = file.GetMetadataReader();
        var methods = metadata.MethodDefinitions.Select(metadata.GetMethodDefinition)
            .Where(method => method.RelativeVirtualAddress != 0 && IsOf(metadata, method.GetDeclaringType(), className))
            .Select(method => (Name: metadata.GetString(method.Name), Bytes: file.GetMethodBody(method.RelativeVirtualAddress).GetILReader().Length));
        (string name, int bytes) = methods.MaxBy(method => method.Bytes);
        return bytes > MethodLimit ? $"The method {name} has {bytes} bytes of IL." : null;
    }

    static bool IsOf(MetadataReader metadata, TypeDefinitionHandle handle, string className)
    {
        TypeDefinition type = metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
            type = metadata.GetTypeDefinition(type.GetDeclaringType());
        string name = metadata.GetString(type.Name);
        return name == className || name.EndsWith($"_{className}_Forward", StringComparison.Ordinal);
    }
}
