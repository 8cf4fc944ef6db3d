using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler;

/// <summary>Reading at computed places.</summary>
internal static class Gathers
{
    /// <summary>x [a…, n, b…] at places [p…] of one axis: [a…, p…, b…].</summary>
    public static Value Along(Value x, int axis, Value places, OutsideMode outside)
    {
        int[] first = new[] { axis }.Concat(Enumerable.Range(0, x.Rank).Where(a => a != axis)).ToArray();
        Value read = x.Scope.Add(new Gather(0, outside), Views.Permute(x, first), places);
        int[] back = Enumerable.Range(places.Rank, axis)
            .Concat(Enumerable.Range(0, places.Rank))
            .Concat(Enumerable.Range(places.Rank + axis, x.Rank - axis - 1))
            .ToArray();
        return Views.Permute(read, back);
    }
}
