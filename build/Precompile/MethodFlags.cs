using System;
using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace OnnxCodegen.Precompile;

/// <summary>The flag of methods that are to be compiled with all optimisations at once. The ahead-of-time compiler leaves out methods that
/// have it; the runtime takes their code where it finds some.</summary>
internal static class MethodFlags
{
    const ushort Aggressive = (ushort)MethodImplAttributes.AggressiveOptimization;

    /// <summary>In a row of the table of methods the flags follow the address of the body.</summary>
    const int OffsetInRow = sizeof(uint);

    /// <summary>Takes the flag off all methods of an assembly.</summary>
    /// <returns>Which of the methods had it, in the order of the table.</returns>
    public static bool[] Clear(byte[] image)
    {
        (int start, int row, int count) = Table(image);
        var had = new bool[count];
        for (int method = 0; method < count; method++)
        {
            Span<byte> flags = image.AsSpan(start + (method * row) + OffsetInRow);
            ushort value = BinaryPrimitives.ReadUInt16LittleEndian(flags);
            had[method] = (value & Aggressive) != 0;
            BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(value & ~Aggressive));
        }
        return had;
    }

    /// <summary>Puts the flag back.</summary>
    /// <exception cref="ArgumentException">The assembly has other methods than that from which the flags come.</exception>
    public static void Set(byte[] image, bool[] which)
    {
        (int start, int row, int count) = Table(image);
        if (count != which.Length)
            throw new ArgumentException($"The assembly has {count} methods instead of {which.Length}.", nameof(image));
        for (int method = 0; method < count; method++)
        {
            Span<byte> flags = image.AsSpan(start + (method * row) + OffsetInRow);
            if (which[method])
                BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | Aggressive));
        }
    }

    static (int Start, int Row, int Count) Table(byte[] image)
    {
        using var reader = new PEReader([.. image]);
        MetadataReader metadata = reader.GetMetadataReader();
        return (
            reader.PEHeaders.MetadataStartOffset + metadata.GetTableMetadataOffset(TableIndex.MethodDef),
            metadata.GetTableRowSize(TableIndex.MethodDef),
            metadata.GetTableRowCount(TableIndex.MethodDef));
    }
}
