using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Planning;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>The places of prepared weights in their arena.</summary>
internal sealed record PreparedLayout(IReadOnlyDictionary<Buffer, long> Offsets, long Bytes)
{
    const int Alignment = 64;

    public long Offset(Buffer buffer) => Offsets[buffer];

    public static PreparedLayout Of(Plan plan)
    {
        var offsets = new Dictionary<Buffer, long>();
        long bytes = 0;
        foreach (Buffer buffer in plan.All.SelectMany(p => p.Buffers).Where(b => b.Storage == Storage.Prepared))
        {
            offsets.Add(buffer, bytes);
            bytes += ((buffer.Length.Value * buffer.Type.Size()) + Alignment - 1) / Alignment * Alignment;
        }
        return new PreparedLayout(offsets, bytes);
    }
}
