using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>A contraction that is a product of stacks of matrices, with what follows it.</summary>
internal sealed class MatMulComposite(Node node, Epilogue epilogue) : Composite
{
    public override IReadOnlyList<Node> Nodes { get; } = new[] { node }.Concat(epilogue.Nodes).ToArray();

    public static MatMulComposite? TryMatch(Node node, Uses uses, Func<Node, bool> isFree) =>
        MatMulPlans.Suit(node) ? new MatMulComposite(node, Epilogue.Of(node.Output, uses, isFree)) : null;

    public override bool TryAdd(PlanBuilder plan) => MatMulPlans.TryAdd(node, epilogue, plan);
}
