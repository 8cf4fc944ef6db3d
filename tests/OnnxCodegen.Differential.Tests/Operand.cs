using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests;

/// <summary>A tensor of a graph: an input, a weight or the result of a node. Its dims are those that it has in the one call that is compared.</summary>
internal sealed record Operand(string Name, ElementType Type, long[] Dims)
{
    public int Rank => Dims.Length;
}
