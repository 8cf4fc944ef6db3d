using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Finds for how long the arena's buffers are needed.</summary>
internal static class Liveness
{
    public static IReadOnlyList<Lifetime> Of(IReadOnlyList<KernelCall> calls)
    {
        var lifetimes = new Dictionary<Buffer, Lifetime>();
        for (int step = 0; step < calls.Count; step++)
        {
            foreach (Buffer buffer in calls[step].Reads.Concat(calls[step].Writes).Select(a => a.Buffer).Distinct())
            {
                if (buffer.Storage != Storage.Arena)
                    continue;
                lifetimes[buffer] = lifetimes.TryGetValue(buffer, out Lifetime? known)
                    ? known with { Last = step }
                    : new Lifetime(buffer, step, step);
            }
        }
        return lifetimes.Values.OrderBy(l => l.First).ThenBy(l => l.Buffer.Id).ToArray();
    }
}
