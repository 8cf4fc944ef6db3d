using System;
using System.IO;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Threading;

namespace OnnxCodegen;

/// <summary>The bytes of a model's file, or of a file of weights beside it, read in place: an embedded resource, or else a file beside the
/// program, mapped into memory. It is opened and checked when it is first read.</summary>
public sealed unsafe class ModelWeights
{
    readonly Assembly assembly;
    readonly string resource;
    readonly long length;
    readonly ulong? hash;
    readonly long[] ranges;
    readonly Lock opening = new();
    MappedBytes? mapped;
    byte* start;

    /// <summary>A model's file.</summary>
    /// <param name="assembly">The assembly that embeds it.</param>
    /// <param name="resource">The resource's name, <c>OnnxCodegen/</c> and the file's path.</param>
    /// <param name="length">The file's length in bytes when the code was generated.</param>
    /// <param name="hash">64-bit FNV-1a of the file's bytes outside of the weights.</param>
    /// <param name="ranges">Offset and length of each part of the file that is weights, in the order of the file.</param>
    public ModelWeights(Assembly assembly, string resource, long length, ulong hash, long[] ranges)
        : this(assembly, resource, length) => (this.hash, this.ranges) = (hash, ranges);

    /// <summary>A file of external data beside a model.</summary>
    /// <param name="assembly">The assembly that embeds it.</param>
    /// <param name="resource">The resource's name, <c>OnnxCodegen/</c> and the file's path.</param>
    /// <param name="length">The file's length in bytes when the code was generated.</param>
    public ModelWeights(Assembly assembly, string resource, long length)
    {
        this.assembly = assembly;
        this.resource = resource;
        this.length = length;
        ranges = [];
    }

    /// <summary>A part of the file as elements in the order of the machine (little-endian), at any alignment.</summary>
    /// <param name="offset">The first byte.</param>
    /// <param name="count">The number of elements.</param>
    /// <exception cref="InvalidDataException">The file is not the one that the code was generated from.</exception>
    /// <exception cref="FileNotFoundException">The file is neither embedded nor beside the program.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<T> Span<T>(long offset, int count)
        where T : unmanaged
    {
        if (offset < 0 || count < 0 || offset > length - ((long)count * sizeof(T)))
            ThrowBeyondEnd(offset, (long)count * sizeof(T));
        byte* bytes = start;
        return new ReadOnlySpan<T>((bytes != null ? bytes : Open()) + offset, count);
    }

    byte* Open()
    {
        lock (opening)
        {
            if (start != null)
                return start;
            MappedBytes bytes = MappedBytes.OfResource(assembly, resource) ?? MappedBytes.OfFileBesideProgram(resource);
            if (bytes.Length != length || (hash is { } expected && ModelHash.Of(bytes.Start, length, ranges) != expected))
                throw new InvalidDataException($"The file '{resource}' and the code generated from it differ; rebuild the project.");
            mapped = bytes;
            return start = bytes.Start;
        }
    }

    void ThrowBeyondEnd(long offset, long bytes) => throw new ArgumentOutOfRangeException(
        nameof(offset), offset, $"The {bytes} bytes at {offset} reach beyond the {length} bytes of '{resource}'.");
}
