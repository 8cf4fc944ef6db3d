using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>A contraction over sliding windows, which is a convolution, with what follows it.</summary>
/// <param name="image">The source axis of the images; null for a single image.</param>
/// <param name="group">The source axis of the groups; null where there is one group.</param>
/// <param name="channel">The source axis of the channels within a group.</param>
/// <param name="spatial">The axes over which the window slides.</param>
internal sealed class ConvolveComposite(
    Node node, Epilogue epilogue, int image, int? group, int channel, IReadOnlyList<WindowAxis> spatial) : Composite
{
    const int SpatialAxes = 3;
    const int MaximumOperands = 3;

    public override IReadOnlyList<Node> Nodes { get; } = new[] { node }.Concat(epilogue.Nodes).ToArray();

    public static ConvolveComposite? TryMatch(Node node, Uses uses)
    {
        var contract = (Contract)node.Primitive;
        if (contract.Accumulate != ElementType.Float || node.Inputs[0].Producer.Primitive is not View view
            || node.Inputs.Any(i => i.ElementType != ElementType.Float)
            || contract.FreeB(node.Inputs[1].Rank).Count() != 1 || contract.BatchA.Count > 1)
        {
            return null;
        }
        int? image = null;
        int? group = null;
        int? channel = null;
        var spatial = new List<WindowAxis>();
        for (int axis = 0; axis < view.Axes.Count; axis++)
        {
            AxisMap map = view.Axes[axis];
            if (WindowAxis.TryMatch(map, axis, contract, view) is { } window)
                spatial.Add(window);
            else if (map.Offset != Dim.Zero || map.SingleAxis is not { } along || map.Coefficients[along] != Dim.One)
                return null;
            else if (contract.SumA.Contains(along) && channel is null)
                channel = axis;
            else if (contract.BatchA.Contains(along) && group is null)
                group = axis;
            else if (image is null && !contract.SumA.Contains(along) && !contract.BatchA.Contains(along))
                image = axis;
            else
                return null;
        }
        bool isStandard = image is not null && channel is not null && spatial.Count is > 0 and <= SpatialAxes && WeightsAreOrdered(contract, node.Inputs[1]);
        return isStandard ? new ConvolveComposite(node, Epilogue.Of(node.Output, uses), image!.Value, group, channel!.Value, spatial) : null;
    }

    public override bool TryAdd(PlanBuilder plan)
    {
        Value x = node.Inputs[0].Producer.Inputs[0];
        Value w = node.Inputs[1];
        Value result = epilogue.Result;
        LaneExpression? expression = epilogue.Expression;
        Access[] operands = (expression?.Inputs ?? Array.Empty<Value>())
            .Select(o => epilogue.PullBack(Accesses.Broadcast(plan[o], o.Shape, result.Shape))).OfType<Access>().ToArray();
        if (operands.Length != (expression?.Inputs.Count ?? 0) || operands.Length + (expression?.Sizes.Count ?? 0) > MaximumOperands || plan.IsPreparing || !operands.All(IsColumnOrDense))
            return false;
        Access place = plan.Allocate(result, epilogue.Steps.Count > 0 ? ChannelsLast(result.Rank) : null);
        if (epilogue.PullBack(place) is not { } natural || ColumnStride(natural) != Dim.One)
            return false;

        Dim channels = x.Shape[channel];
        Dim groups = group is { } g ? x.Shape[g] : Dim.One;
        Dim outputs = node.Output.Shape[node.Output.Rank - 1];
        Access source = ChannelsInnermost(plan, x);
        plan.Add(new ConvolveCall(
            x.Shape[image], Fill(spatial.Select(s => s.Output), Dim.One), Fill(spatial.Select(s => s.Kernel), Dim.One),
            Fill(spatial.Select(s => s.Stride), Dim.One), Fill(spatial.Select(s => s.Dilation), Dim.One),
            groups, channels, outputs,
            source with { Strides = new[] { source.Strides[image] }.Concat(Fill(spatial.Select(s => source.Strides[s.Axis]), Dim.Zero)).ToArray() },
            plan.Pack(w, new PackConvolution(groups, outputs, channels, Fill(spatial.Select(s => s.Kernel), Dim.One), plan.Dense(w), null!)),
            expression is null ? null : new MapStruct(
                expression.Expression,
                operands.Select(o => ColumnStride(o) == Dim.Zero).Concat(expression.Sizes.Select(_ => true)).ToArray()),
            operands.Select(OutputStrides).ToArray(), expression?.Sizes ?? Array.Empty<Dim>(),
            OutputStrides(natural)));
        plan.Place(result, place);
        return true;
    }

    /// <summary>Memory order with the channels innermost.</summary>
    public static int[] ChannelsLast(int rank) =>
        rank < 3 ? Enumerable.Range(0, rank).ToArray() : new[] { 0 }.Concat(Enumerable.Range(2, rank - 2)).Concat(new[] { 1 }).ToArray();

    /// <summary>The kernel runs along the channels of a pixel: elsewhere the input is copied.</summary>
    Access ChannelsInnermost(PlanBuilder plan, Value x)
    {
        Access access = plan[x];
        Dim channels = x.Shape[channel];
        bool channelsAreDense = channels == Dim.One || access.Strides[channel] == Dim.One;
        bool groupsAreDense = group is not { } g || access.Strides[g] == channels;
        if (channelsAreDense && groupsAreDense)
            return access;
        IEnumerable<int> order = new[] { image }.Concat(spatial.Select(s => s.Axis)).Concat(group is { } axis ? new[] { axis } : Array.Empty<int>()).Concat(new[] { channel });
        Access copy = Accesses.InOrder(plan.NewBuffer(x.Producer.Provenance, x.ElementType, x.Shape.Elements), x.Shape, order.ToArray());
        plan.Add(new CopyCall(x.Shape, access, copy));
        return copy;
    }

    /// <summary>Strides of image, depth, row and pixel of a tensor that has strides along the axes of the contraction.</summary>
    Access OutputStrides(Access access)
    {
        int lead = group is null ? 0 : 1;
        return access with
        {
            Strides = new[] { access.Strides[lead] }
                .Concat(Fill(Enumerable.Range(lead + 1, spatial.Count).Select(axis => access.Strides[axis]), Dim.Zero)).ToArray(),
        };
    }

    /// <summary>The stride from one output channel to the next, all groups in one line; null where they do not lie in one.</summary>
    Dim? ColumnStride(Access access)
    {
        Dim outputs = node.Output.Shape[node.Output.Rank - 1];
        Dim within = access.Strides[access.Strides.Count - 1];
        if (group is null)
            return outputs == Dim.One ? Dim.One : within;
        if (outputs == Dim.One)
            return access.Strides[0];
        return access.Strides[0] == within * outputs ? within : null;
    }

    bool IsColumnOrDense(Access operand) => ColumnStride(operand) is { } stride && (stride == Dim.One || stride == Dim.Zero);

    static bool WeightsAreOrdered(Contract contract, Value w)
    {
        // [group,] output, channel, kernel axes in order
        int lead = contract.BatchB.Count;
        return (lead == 0 || contract.BatchB[0] == 0) && contract.FreeB(w.Rank).Single() == lead
            && contract.SumB.SequenceEqual(Enumerable.Range(lead + 1, contract.SumB.Count));
    }

    /// <summary>Depth, row and column: axes that are missing come first.</summary>
    static Dim[] Fill(IEnumerable<Dim> dims, Dim missing)
    {
        Dim[] given = dims.ToArray();
        return Enumerable.Repeat(missing, SpatialAxes - given.Length).Concat(given).ToArray();
    }
}

/// <summary>An axis over which a window slides.</summary>
/// <param name="Axis">The axis of the source.</param>
internal sealed record WindowAxis(int Axis, Dim Output, Dim Kernel, Dim Stride, Dim Dilation)
{
    /// <summary>Recognises stride · output + dilation · kernel, where the kernel axis is summed.</summary>
    public static WindowAxis? TryMatch(AxisMap map, int axis, Contract contract, View view) =>
        TryMatch(map, axis, view, contract.SumA.Contains);

    /// <summary>Recognises stride · output + dilation · kernel.</summary>
    /// <param name="isKernel">Whether an axis of the view is folded.</param>
    public static WindowAxis? TryMatch(AxisMap map, int axis, View view, Func<int, bool> isKernel)
    {
        int[] used = Enumerable.Range(0, map.Coefficients.Count).Where(a => map.Coefficients[a] != Dim.Zero).ToArray();
        if (used.Length != 2 || map.Offset != Dim.Zero || isKernel(used[0]) || !isKernel(used[1]))
            return null;
        return new WindowAxis(axis, view.Shape[used[0]], view.Shape[used[1]], map.Coefficients[used[0]], map.Coefficients[used[1]]);
    }
}
