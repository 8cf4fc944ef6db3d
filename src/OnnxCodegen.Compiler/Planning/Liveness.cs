using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Finds for how long the call's buffers are needed.</summary>
internal static class Liveness
{
    /// <summary>The lifetimes of the arena's buffers.</summary>
    public static IReadOnlyList<Lifetime> Of(IReadOnlyList<KernelCall> calls) => Of(calls, buffer => buffer.Storage == Storage.Arena);

    /// <summary>For each step the buffers of sizes that were found during the call and that no later step uses.</summary>
    public static ILookup<int, Buffer> LastUses(IReadOnlyList<KernelCall> calls)
    {
        var allocated = new HashSet<Buffer>(calls.OfType<AllocateCall>().Select(call => call.Buffer).Where(buffer => buffer.Storage == Storage.Late));
        return Of(calls, allocated.Contains).ToLookup(lifetime => lifetime.Last, lifetime => lifetime.Buffer);
    }

    static IReadOnlyList<Lifetime> Of(IReadOnlyList<KernelCall> calls, Func<Buffer, bool> counts)
    {
        var lifetimes = new Dictionary<Buffer, Lifetime>();
        for (int step = 0; step < calls.Count; step++)
        {
            foreach (Buffer buffer in calls[step].Reads.Concat(calls[step].Writes).Select(a => a.Buffer).Distinct())
            {
                if (!counts(buffer))
                    continue;
                lifetimes[buffer] = lifetimes.TryGetValue(buffer, out Lifetime? known)
                    ? known with { Last = step }
                    : new Lifetime(buffer, step, step);
            }
        }
        return lifetimes.Values.OrderBy(l => l.First).ThenBy(l => l.Buffer.Id).ToArray();
    }
}
