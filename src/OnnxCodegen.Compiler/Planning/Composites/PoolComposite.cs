using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>A fold over sliding windows, which is a pooling, with what follows it.</summary>
internal sealed class PoolComposite(Node node, Epilogue epilogue, Windowing windows, int image, int channel) : Composite
{
    const int MaximumOperands = 3;

    public override IReadOnlyList<Node> Nodes { get; } = new[] { node }.Concat(epilogue.Nodes).ToArray();

    public static PoolComposite? TryMatch(Node node, Uses uses, Func<Node, bool> isFree)
    {
        var reduce = (Reduce)node.Primitive;
        if (node.Output.ElementType != ElementType.Float || reduce.Operation is Reduction.And or Reduction.Or
            || node.Inputs[0].Producer.Primitive is not View view || reduce.Axes is not { } folded)
        {
            return null;
        }
        int[] kept = Enumerable.Range(0, view.Shape.Rank).Where(a => !folded.Contains(a)).ToArray();
        int channel = kept.Length < 2 ? -1 : kept[1];
        if (Windowing.TryMatch(view, folded.Contains, _ => false, a => a == channel) is not { } windows)
            return null;
        Epilogue epilogue = Epilogue.Of(node.Output, uses, isFree, access => access.Strides[channel] == Dim.One || node.Output.Shape[channel] == Dim.One);
        return new PoolComposite(node, epilogue, windows, kept[0], channel);
    }

    public override bool TryAdd(PlanBuilder plan)
    {
        Value x = node.Inputs[0].Producer.Inputs[0];
        Value result = epilogue.Result;
        LaneExpression? expression = epilogue.Expression;
        Access[] operands = (expression?.Inputs ?? Array.Empty<Value>())
            .Select(o => epilogue.PullBack(Accesses.Broadcast(plan[o], o.Shape, result.Shape))).OfType<Access>().ToArray();
        if (operands.Length != (expression?.Inputs.Count ?? 0) || operands.Length + (expression?.Sizes.Count ?? 0) > MaximumOperands || plan.IsPreparing
            || !operands.All(o => o.Strides[channel] == Dim.One || o.Strides[channel] == Dim.Zero))
        {
            return false;
        }
        Access place = plan.Allocate(result, Windowing.ChannelsLast(result.Rank));
        if (epilogue.PullBack(place) is not { } natural || (natural.Strides[channel] != Dim.One && windows.Channel.Length != Dim.One))
            return false;
        plan.Add(new PoolCall(
            ((Reduce)node.Primitive).Operation, windows.Image.Length, Fill(s => s.Output), Fill(s => s.Kernel), Fill(s => s.Stride), Fill(s => s.Dilation),
            windows.Channel.Length, windows.PixelStrides(windows.ChannelsInnermost(plan, x)),
            expression is null ? null : new MapStruct(
                expression.Expression, operands.Select(o => o.Strides[channel] == Dim.Zero).Concat(expression.Sizes.Select(_ => true)).ToArray()),
            operands.Select(OutputStrides).ToArray(), expression?.Sizes ?? Array.Empty<Dim>(), OutputStrides(natural)));
        plan.Place(result, place);
        return true;
    }

    Dim[] Fill(Func<WindowAxis, Dim> dim) => Windowing.Fill(windows.Spatial.Select(dim), Dim.One);

    /// <summary>Strides of image, depth, row and pixel of a tensor that has strides along the axes of the fold.</summary>
    Access OutputStrides(Access access) => access with
    {
        Strides = new[] { access.Strides[image] }.Concat(Windowing.Fill(windows.Spatial.Select(s => access.Strides[s.Place]), Dim.Zero)).ToArray(),
    };
}
