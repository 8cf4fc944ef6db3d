using System.Collections.Generic;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Nodes that become one kernel call together. Their inner values have no place in memory.</summary>
internal abstract class Composite
{
    /// <summary>The members, the last one gives the results and is where the call stands.</summary>
    public abstract IReadOnlyList<Node> Nodes { get; }

    /// <summary>Adds the call; false where it turns out that it cannot, then the members are planned one by one.</summary>
    public abstract bool TryAdd(PlanBuilder plan);
}
