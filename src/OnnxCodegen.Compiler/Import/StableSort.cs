using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace OnnxCodegen.Compiler.Import;

/// <summary>A node reads a value of another.</summary>
/// <param name="Producer">The index of the node that makes the value.</param>
/// <param name="Value">The name of the value.</param>
internal readonly record struct Dependency(int Producer, string Value);

/// <summary>Topological sorting that takes the first ready node each time (Kahn).</summary>
internal static class StableSort
{
    /// <summary>The indices of the nodes in their order; nodes on or behind a cycle are left out.</summary>
    public static IReadOnlyList<int> Order(IReadOnlyList<Dependency>[] dependencies, CancellationToken cancellation)
    {
        var waiting = new int[dependencies.Length];
        var readers = new List<int>[dependencies.Length];
        for (int reader = 0; reader < dependencies.Length; reader++)
        {
            waiting[reader] = dependencies[reader].Count;
            foreach (Dependency dependency in dependencies[reader])
                (readers[dependency.Producer] ??= []).Add(reader);
        }
        var ready = new SortedSet<int>(Enumerable.Range(0, dependencies.Length).Where(i => waiting[i] == 0));
        var order = new List<int>(dependencies.Length);
        while (ready.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            int next = ready.Min;
            ready.Remove(next);
            order.Add(next);
            foreach (int reader in readers[next] ?? [])
            {
                if (--waiting[reader] == 0)
                    ready.Add(reader);
            }
        }
        return order;
    }
}
