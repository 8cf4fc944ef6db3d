using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Steps on bands of rows: each reads what the one before it wrote while it is in the cache. The result lies apart from what is read.</summary>
/// <param name="Links">What lies between the steps, one less than these.</param>
/// <param name="Rows">Rows of the last step in a band.</param>
internal sealed record BandCall(IReadOnlyList<BandStep> Steps, IReadOnlyList<BandLink> Links, long Rows) : KernelCall
{
    public Dim Images => Steps[0].Images;

    public Access Result => Steps[Steps.Count - 1].Result;

    /// <summary>What the steps read that none of them writes: the source of the first step, then operands in the order of the steps.</summary>
    public IReadOnlyList<Access> Operands { get; } = Steps.SelectMany(step => step.OuterOperands).Prepend(Steps[0].Source).ToArray();

    public override IEnumerable<Access> Reads => Operands.Concat(Members);

    public override IEnumerable<Access> Writes => [Result];

    public override IEnumerable<Dim> Dims => [Images];

    public override Dim Operations => Steps.Select(step => step.Call.Operations).Aggregate((sum, operations) => sum + operations);

    IEnumerable<Access> Members => Steps.SelectMany(step => step.Call.Reads).Where(access => BandStep.IsMember(access.Buffer));
}
