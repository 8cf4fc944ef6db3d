using System;
using System.IO;

namespace OnnxCodegen.Compiler.Import;

/// <summary>Reads the protobuf wire format from a seekable stream, and hashes what is read but not what is skipped.</summary>
internal sealed class WireReader(Stream stream)
{
    const ulong HashSeed = 14695981039346656037;
    const ulong HashPrime = 1099511628211;

    readonly byte[] buffer = new byte[4096];
    readonly long length = stream.Length;
    long bufferOffset;
    int next;
    int filled;

    public long Length => length;

    public long Position => bufferOffset + next;

    /// <summary>64-bit FNV-1a over all bytes read so far, in order, without the skipped ones.</summary>
    public ulong Hash { get; private set; } = HashSeed;

    public ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte part = ReadByte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
        throw new ModelException($"The varint that ends at byte {Position} is longer than 64 bits: this is no ONNX model.");
    }

    /// <summary>Reads the length of a field that must end at or before <paramref name="end"/>.</summary>
    public long ReadLength(long end)
    {
        ulong value = ReadVarint();
        if (Position > end || value > (ulong)(end - Position))
            throw EndsOutside(Position);
        return (long)value;
    }

    public void CopyTo(Stream output, long count)
    {
        while (count > 0)
        {
            if (next == filled)
                Fill();
            int part = (int)Math.Min(count, filled - next);
            AddToHash(next, part);
            output.Write(buffer, next, part);
            next += part;
            count -= part;
        }
    }

    public void Skip(long count)
    {
        if (count <= filled - next)
        {
            next += (int)count;
            return;
        }
        bufferOffset = stream.Seek(Position + count, SeekOrigin.Begin);
        next = filled = 0;
    }

    public static ModelException EndsOutside(long position) =>
        new($"The field at byte {position} ends outside of its message: the file is truncated or no ONNX model.");

    byte ReadByte()
    {
        if (next == filled)
            Fill();
        AddToHash(next, 1);
        return buffer[next++];
    }

    void Fill()
    {
        bufferOffset += filled;
        next = 0;
        filled = stream.Read(buffer, 0, buffer.Length);
        if (filled == 0)
            throw new ModelException($"The file ends at byte {Position} inside of a field: it is truncated or no ONNX model.");
    }

    void AddToHash(int start, int count)
    {
        ulong hash = Hash;
        for (int i = start; i < start + count; i++)
            hash = unchecked((hash ^ buffer[i]) * HashPrime);
        Hash = hash;
    }
}
