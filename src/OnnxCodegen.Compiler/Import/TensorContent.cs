using System.Collections.Generic;
using System.IO;

namespace OnnxCodegen.Compiler.Import;

/// <summary>Where the elements of a tensor lie.</summary>
internal abstract record TensorContent
{
    /// <summary>The bytes as they stand when the runtime can use them in place; null when they need decoding or lie in no file.</summary>
    public virtual WeightRange? InPlace => null;

    /// <summary>Reads the elements in the layout of raw_data: little-endian, row-major, types below a byte packed.</summary>
    /// <exception cref="ModelException">The content does not fit the tensor's type and shape, or is not available.</exception>
    public abstract byte[] Read(TensorData tensor, ModelSource source);
}

/// <summary>Bytes in memory, in the layout of raw_data.</summary>
internal sealed record InlineContent(byte[] Bytes) : TensorContent
{
    public override byte[] Read(TensorData tensor, ModelSource source) => Bytes;
}

/// <summary>Elements of a tensor of strings.</summary>
internal sealed record StringContent(IReadOnlyList<string> Strings) : TensorContent
{
    public override byte[] Read(TensorData tensor, ModelSource source) =>
        throw new ModelException($"The tensor '{tensor.Name}' holds strings where numbers are expected.");
}

/// <summary>Bytes of the model file, in the layout of raw_data.</summary>
internal sealed record StoredContent(long Offset, long Length) : TensorContent
{
    public override WeightRange InPlace => new(null, Offset, Length);

    public override byte[] Read(TensorData tensor, ModelSource source)
    {
        using Stream file = source.Open();
        return file.ReadRange(Offset, Length, source.Path);
    }
}

/// <summary>Packed varints of the model file, one for each element or, for types below a byte, for each byte.</summary>
internal sealed record StoredVarints(long Offset, long Length) : TensorContent
{
    public override byte[] Read(TensorData tensor, ModelSource source)
    {
        using Stream file = source.Open();
        byte[] varints = file.ReadRange(Offset, Length, source.Path);
        return TypedElements.DecodeVarints(varints, tensor);
    }
}

/// <summary>Bytes of a file beside the model, in the layout of raw_data.</summary>
internal sealed record ExternalContent(string File, long Offset, long Length) : TensorContent
{
    public override WeightRange InPlace => new(File, Offset, Length);

    public override byte[] Read(TensorData tensor, ModelSource source)
    {
        using Stream file = source.OpenExternal(File) ?? throw new ModelException(
            DiagnosticCode.MissingExternalData,
            $"The weights of '{tensor.Name}' lie in '{File}', which is missing beside the model or not declared: "
            + $"add Data=\"{File}\" to the OnnxModel item.");
        return file.ReadRange(Offset, Length, File);
    }
}
