using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>What follows a contraction or a reduction and is done on its result in registers: rearrangements, then an elementwise function.</summary>
/// <param name="Source">The result that the epilogue starts from.</param>
/// <param name="Steps">Permutations and reshapes, in order.</param>
/// <param name="Map">The elementwise node at the end; null when there is none.</param>
internal sealed record Epilogue(Value Source, IReadOnlyList<Node> Steps, Node? Map)
{
    const int MaximumOperands = 3;

    public IEnumerable<Node> Nodes => Map is null ? Steps : Steps.Concat(new[] { Map });

    /// <summary>The value that the whole gives.</summary>
    public Value Result => Map?.Output ?? (Steps.Count > 0 ? Steps[Steps.Count - 1].Output : Source);

    /// <summary>The further inputs of the Map.</summary>
    public IReadOnlyList<Value> Operands => Map is null ? Array.Empty<Value>() : Map.Inputs.Where(i => !ReferenceEquals(i, Chained)).ToArray();

    Value Chained => Steps.Count > 0 ? Steps[Steps.Count - 1].Output : Source;

    /// <summary>Nothing follows.</summary>
    public static Epilogue None(Value source) => new(source, Array.Empty<Node>(), null);

    /// <summary>Follows what alone reads the value.</summary>
    /// <param name="isFree">Whether a node belongs to nothing else yet.</param>
    /// <param name="fits">
    /// Whether a kernel can write a result with the given strides along the axes of <paramref name="source"/>, tried on memory with the
    /// channels innermost. Without it rearrangements at the end are left to those who read the result.
    /// </param>
    public static Epilogue Of(Value source, Uses uses, Func<Node, bool> isFree, Func<Access, bool>? fits = null)
    {
        var steps = new List<Node>();
        Value value = source;
        while (uses.Single(value) is { } reader && isFree(reader) && reader.Primitive is View { Permutation: not null } or Reshape)
        {
            steps.Add(reader);
            value = reader.Output;
        }
        Node? map = uses.Single(value);
        if (map?.Primitive is Map { Shape: var shape } && isFree(map) && shape.Equals(value.Shape)
            && LaneExpression.TryMake(map, value) is { } lane && lane.Inputs.Count + lane.Sizes.Count <= MaximumOperands)
        {
            var whole = new Epilogue(source, steps, map);
            if (fits is null || whole.Fits(fits))
                return whole;
        }
        for (int count = fits is null ? 0 : steps.Count; count > 0; count--)
        {
            var rearranged = new Epilogue(source, steps.Take(count).ToArray(), null);
            if (rearranged.Fits(fits!))
                return rearranged;
        }
        return None(source);
    }

    bool Fits(Func<Access, bool> fits)
    {
        var memory = new Buffer(-1, string.Empty, Result.ElementType, Result.Shape.Elements, Storage.Arena);
        return PullBack(Accesses.InOrder(memory, Result.Shape, Windowing.ChannelsLast(Result.Rank))) is { } natural && fits(natural);
    }

    /// <summary>The elementwise function with the result as the primary input.</summary>
    public LaneExpression? Expression => Map is null ? null : LaneExpression.TryMake(Map, Chained);

    /// <summary>Strides along the source's axes of an access that has strides along the result's; null where a reshape stands between.</summary>
    public Access? PullBack(Access access)
    {
        for (int i = Steps.Count - 1; i >= 0; i--)
        {
            Value before = Steps[i].Inputs[0];
            if (Steps[i].Primitive is View view)
            {
                int[] permutation = view.Permutation!;
                var strides = new Dim[before.Rank];
                for (int axis = 0; axis < permutation.Length; axis++)
                    strides[permutation[axis]] = access.Strides[axis];
                access = access with { Strides = strides };
            }
            else if (Accesses.Reshape(access, Steps[i].Output.Shape, before.Shape) is { } reshaped)
            {
                access = reshaped;
            }
            else
            {
                return null;
            }
        }
        return access;
    }
}
