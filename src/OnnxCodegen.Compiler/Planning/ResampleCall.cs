using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Weighted sums of elements along an axis, at other places for each element of the result.</summary>
/// <param name="Outer">The lengths of two outer axes.</param>
/// <param name="Length">The length of the axis of the source.</param>
/// <param name="Places">Dense: taps, places of the result.</param>
/// <param name="Weights">Dense: taps, places of the result.</param>
/// <param name="Source">Strides: outer axes, places of the source.</param>
/// <param name="Result">Strides: outer axes, places of the result.</param>
internal sealed record ResampleCall(
    Dim Taps, Dim Length, Dim Results, Dim Columns, IReadOnlyList<Dim> Outer, Access Source, Access Places, Access Weights, Access Result) : KernelCall
{
    public override IEnumerable<Access> Reads => new[] { Source, Places, Weights };

    public override IEnumerable<Access> Writes => new[] { Result };

    public override IEnumerable<Dim> Dims => Outer.Concat(new[] { Taps, Length, Results, Columns });
}
