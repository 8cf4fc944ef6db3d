using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>The same elements in other places, repeated or joined.</summary>
internal static class Rearranging
{
    [Operator, Since(1)]
    public static Value Identity(Value input) => input;

    [Operator, Since(1)]
    public static Value Transpose(Value data, long[]? perm = null) =>
        Views.Permute(data, perm is null ? Enumerable.Range(0, data.Rank).Reverse().ToArray() : perm.Select(axis => (int)axis).ToArray());

    /// <summary>Broadcasts the input and the shape to one another.</summary>
    [Operator, Since(8)]
    public static Value Expand(Value input, Value shape)
    {
        Shape[] sides = { input.Shape, new Shape(DimVectors.Of(shape)) };
        var common = new Shape(Shape.Broadcast(sides).Select(input.Scope.Let));
        foreach (Shape side in sides)
            for (int axis = 0; axis < side.Rank; axis++)
                input.Scope.RequireBroadcast(side[axis], common[common.Rank - side.Rank + axis], "The shapes do not broadcast", input, shape);
        return Views.Expand(input, common);
    }

    /// <summary>The numbers are of the type of the input.</summary>
    [Operator("Tile"), Since(1)]
    public static Value Tile1(Value input, Value tiles, Value axis) => Tile(
        input, DimVectors.OnAxes(input.Rank, Whole(axis), Whole(tiles), DimVectors.Repeat(1, input.Rank)));

    [Operator, Since(6)]
    public static Value Tile(Value input, Value repeats) => Tile(input, DimVectors.Of(repeats));

    [Operator("Concat"), Since(1)]
    public static Value Concat1(IReadOnlyList<Value> inputs, long axis = 1) => Concat(inputs, axis);

    [Operator, Since(4)]
    public static Value Concat(IReadOnlyList<Value> inputs, long axis)
    {
        Value first = inputs[0];
        int along = Views.Axis(axis, first.Rank);
        foreach (Value input in inputs)
            for (int other = 0; other < first.Rank; other++)
                if (other != along)
                    first.Scope.Require(input.Shape[other], first.Shape[other], "Joined tensors must agree in all other axes", first, input);
        return inputs.Count == 1 ? first : first.Scope.Add(new Concat(along), inputs.ToArray());
    }

    [Operator, Since(1)]
    public static Value DepthToSpace([Rank(4)] Value input, long blocksize, string mode = "DCR")
    {
        Dim block = blocksize;
        Dim[] x = Image(input);
        Dim depth = x[1] / (block * block);
        input.Scope.Require(depth * block * block, x[1], "The channels must be a multiple of the squared block size", input);
        Value split = mode switch
        {
            "DCR" => Views.Permute(Views.Reshape(input, x[0], block, block, depth, x[2], x[3]), new[] { 0, 3, 4, 1, 5, 2 }),
            "CRD" => Views.Permute(Views.Reshape(input, x[0], depth, block, block, x[2], x[3]), new[] { 0, 1, 4, 2, 5, 3 }),
            _ => throw new ModelException($"The mode '{mode}' of DepthToSpace is neither DCR nor CRD."),
        };
        return Views.Reshape(split, x[0], depth, x[2] * block, x[3] * block);
    }

    [Operator, Since(1)]
    public static Value SpaceToDepth([Rank(4)] Value input, long blocksize)
    {
        Dim block = blocksize;
        Dim[] x = Image(input);
        Value split = Views.Reshape(input, x[0], x[1], x[2] / block, block, x[3] / block, block);
        return Views.Reshape(
            Views.Permute(split, new[] { 0, 3, 5, 1, 2, 4 }), x[0], x[1] * block * block, x[2] / block, x[3] / block);
    }

    /// <summary>The elements on one side of a diagonal; zeros on the other.</summary>
    [Operator, Since(14)]
    public static Value Trilu(Value input, Value? k = null, bool upper = true)
    {
        ScalarExpr diagonal = ScalarExpr.Of(k is null ? 0 : DimVectors.Scalar(k));
        ScalarExpr offset = ScalarExpr.Index(input.Rank - 1) - ScalarExpr.Index(input.Rank - 2);
        ScalarExpr kept = upper ? LessOrEqual(diagonal, offset) : LessOrEqual(offset, diagonal);
        return MapOver(input.Scope, input.Shape, new[] { input }, x => Select(kept, x[0], ScalarExpr.Zero(x[0].Type)));
    }

    /// <summary>Reverses the first elements of each sequence, as many as its length says.</summary>
    [Operator, Since(10)]
    public static Value ReverseSequence([AtLeast(2)] Value input, [Rank(1), Indices] Value sequenceLens, long batchAxis = 1, long timeAxis = 0)
    {
        int batch = Views.Axis(batchAxis, input.Rank);
        int time = Views.Axis(timeAxis, input.Rank);
        int[] forward = new[] { batch, time }.Concat(Enumerable.Range(0, input.Rank).Where(a => a != batch && a != time)).ToArray();
        int[] back = Enumerable.Range(0, input.Rank).Select(axis => System.Array.IndexOf(forward, axis)).ToArray();
        Value x = Views.Permute(input, forward);
        Value lengths = Views.Reshape(Cast(sequenceLens, ElementType.Int64), x.Shape[0], 1);
        Value places = MapOver(x.Scope, Shape.Of(x.Shape[0], x.Shape[1]), new[] { lengths }, length =>
        {
            ScalarExpr i = ScalarExpr.Index(1);
            return Select(Less(i, length[0]), length[0] - 1 - i, i);
        });
        return Views.Permute(x.Scope.Add(new Gather(1, OutsideMode.Error), x, places), back);
    }

    /// <summary>One view repeats every axis, a reshape joins the repetitions with the axes.</summary>
    static Dim[] Whole(Value numbers) => DimVectors.Of(Cast(numbers, ElementType.Int64));

    static Value Tile(Value input, Dim[] repeats)
    {
        var shape = new List<Dim>();
        var axes = new List<int>();
        for (int axis = 0; axis < input.Rank; axis++)
        {
            if (repeats[axis] != Dim.One)
                shape.Add(repeats[axis]);
            axes.Add(shape.Count);
            shape.Add(input.Shape[axis]);
        }
        Value repeated = input.Scope.Add(
            new View(new Shape(shape), axes.Select(axis => AxisMap.Along(axis, shape.Count)).ToArray()), input);
        return Views.Reshape(repeated, new Shape(input.Shape.Select((n, axis) => n * repeats[axis])));
    }

    static Dim[] Image(Value x) => x.Rank == 4
        ? x.Shape.ToArray()
        : throw new ModelException($"The input must have the axes batch, channel, height and width, but has {x.Rank}.");
}
