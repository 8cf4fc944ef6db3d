namespace OnnxCodegen;

/// <summary>64-bit FNV-1a over what a model's file says besides its weights.</summary>
internal static unsafe class ModelHash
{
    const ulong OffsetBasis = 14695981039346656037;
    const ulong Prime = 1099511628211;

    /// <param name="bytes">The file.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="ranges">Offset and length of each part to leave out, in the order of the file.</param>
    public static ulong Of(byte* bytes, long length, long[] ranges)
    {
        ulong hash = OffsetBasis;
        long position = 0;
        for (int range = 0; range < ranges.Length; range += 2)
        {
            hash = Append(hash, bytes + position, bytes + ranges[range]);
            position = ranges[range] + ranges[range + 1];
        }
        return Append(hash, bytes + position, bytes + length);
    }

    static ulong Append(ulong hash, byte* from, byte* to)
    {
        for (byte* next = from; next < to; next++)
            hash = (hash ^ *next) * Prime;
        return hash;
    }
}
