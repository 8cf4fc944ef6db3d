using System;
using System.IO;
using System.IO.MemoryMappedFiles;
using System.Reflection;

namespace OnnxCodegen;

/// <summary>Bytes that the operating system maps into memory for as long as this object lives.</summary>
internal sealed unsafe class MappedBytes
{
    readonly object owner;

    MappedBytes(byte* start, long length, object owner)
    {
        Start = start;
        Length = length;
        this.owner = owner;
    }

    public byte* Start { get; }

    public long Length { get; }

    /// <summary>A resource in place; null where the assembly does not have it.</summary>
    public static MappedBytes? OfResource(Assembly assembly, string resource) =>
        assembly.GetManifestResourceStream(resource) is UnmanagedMemoryStream stream
            ? new MappedBytes(stream.PositionPointer, stream.Length, stream)
            : null;

    /// <summary>The file that stands for a resource too large to embed: at the resource's path in the program's folder.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static MappedBytes OfFileBesideProgram(string resource)
    {
        string path = Path.Combine(AppContext.BaseDirectory, resource);
        if (!File.Exists(path))
            throw new FileNotFoundException($"The model '{resource}' is neither embedded in its assembly nor at '{path}'.", path);
        MemoryMappedFile file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        MemoryMappedViewAccessor view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        return new MappedBytes(start, new FileInfo(path).Length, view);
    }
}
