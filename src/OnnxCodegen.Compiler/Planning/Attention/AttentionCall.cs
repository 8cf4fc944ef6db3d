using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>The softmax of scores, which are a product of matrices, times a further matrix. The accesses have strides along the batch axes,
/// then: queries and size (Q), keys and size (Keys), keys and columns (Values), queries (Operands), queries and columns (Result).</summary>
/// <param name="Batch">The lengths of the batch axes, at most three.</param>
/// <param name="HiddenIsZero">Whether a query whose scores are all −∞ gets zeros.</param>
/// <param name="Score">What is done to the scores, with their operands and the sizes that follow these.</param>
internal sealed record AttentionCall(
    Shape Batch, Dim Queries, Dim KeyCount, Dim Size, Dim Columns, Access Q, Access Keys, Access Values, bool HiddenIsZero,
    MapStruct? Score, IReadOnlyList<Access> Operands, IReadOnlyList<Dim> Sizes, Access Result)
    : KernelCall
{
    public override IEnumerable<Access> Reads => Operands.Concat(new[] { Q, Keys, Values });

    public override IEnumerable<Access> Writes => new[] { Result };

    public override IEnumerable<Dim> Dims => Batch.Concat(new[] { Queries, KeyCount, Size, Columns }).Concat(Sizes);

    public override Dim Operations => 2 * Batch.Elements * Queries * KeyCount * (Size + Columns);
}
