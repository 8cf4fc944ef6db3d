using System.IO;

namespace OnnxCodegen.Compiler.Import;

/// <summary>Reads a part of a file.</summary>
internal static class FileRange
{
    /// <exception cref="ModelException">The file is shorter than the range, or the range exceeds an array.</exception>
    public static byte[] ReadRange(this Stream file, long offset, long length, string name)
    {
        if (offset < 0 || length < 0 || offset > file.Length - length)
            throw new ModelException($"The {length} bytes of weights at {offset} reach beyond the {file.Length} bytes of '{name}'.");
        if (length > int.MaxValue)
            throw new ModelException($"The {length} bytes of weights at {offset} of '{name}' exceed 2 GiB.");
        file.Seek(offset, SeekOrigin.Begin);
        var bytes = new byte[length];
        for (int read = 0; read < bytes.Length;)
        {
            int count = file.Read(bytes, read, bytes.Length - read);
            if (count == 0)
                throw new ModelException($"'{name}' ends at byte {offset + read}, inside of weights.");
            read += count;
        }
        return bytes;
    }
}
