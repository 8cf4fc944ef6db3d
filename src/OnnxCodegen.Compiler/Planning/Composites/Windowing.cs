using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>What each axis of a tensor is to the windows that slide over it.</summary>
/// <param name="Image">The axis of the images.</param>
/// <param name="Group">The axis of the groups; null where there is one group.</param>
/// <param name="Channel">The axis of the channels (within a group).</param>
/// <param name="Spatial">The axes over which the window slides.</param>
/// <param name="Starts">The place on every axis of the tensor where the windows begin.</param>
internal sealed record Windowing(
    PlainAxis Image, PlainAxis? Group, PlainAxis Channel, IReadOnlyList<WindowAxis> Spatial, IReadOnlyList<Dim> Starts)
{
    const int SpatialAxes = 3;

    /// <param name="isFolded">Whether an axis of the view is summed or folded.</param>
    /// <param name="isGroup">Whether an axis of the view is that of the groups.</param>
    /// <param name="isChannel">Whether an axis of the view is that of the channels.</param>
    public static Windowing? TryMatch(View view, Func<int, bool> isFolded, Func<int, bool> isGroup, Func<int, bool> isChannel)
    {
        PlainAxis? image = null;
        PlainAxis? group = null;
        PlainAxis? channel = null;
        var spatial = new List<WindowAxis>();
        for (int axis = 0; axis < view.Axes.Count; axis++)
        {
            AxisMap map = view.Axes[axis];
            if (WindowAxis.TryMatch(map, axis, view, isFolded) is { } window)
            {
                spatial.Add(window);
                continue;
            }
            if (map.SingleAxis is not { } along || map.Coefficients[along] != Dim.One)
                return null;
            var plain = new PlainAxis(axis, along, view.Shape[along]);
            if (isChannel(along) && channel is null)
                channel = plain;
            else if (isGroup(along) && group is null)
                group = plain;
            else if (image is null && !isFolded(along) && !isGroup(along))
                image = plain;
            else
                return null;
        }
        return image is not null && channel is not null && spatial.Count is > 0 and <= SpatialAxes
            ? new Windowing(image, group, channel, spatial, view.Axes.Select(a => a.Offset).ToArray())
            : null;
    }

    /// <summary>Memory order with the channels innermost.</summary>
    public static int[] ChannelsLast(int rank) =>
        rank < 3 ? Enumerable.Range(0, rank).ToArray() : new[] { 0 }.Concat(Enumerable.Range(2, rank - 2)).Concat(new[] { 1 }).ToArray();

    /// <summary>The order of the tensor's axes in memory with the channels of a pixel side by side.</summary>
    public int[] Order => new[] { Image.Axis }.Concat(Spatial.Select(s => s.Axis))
        .Concat(Group is null ? Array.Empty<int>() : new[] { Group.Axis }).Append(Channel.Axis).ToArray();

    /// <summary>The tensor with the channels of a pixel side by side: where it lies, or a copy.</summary>
    public Access ChannelsInnermost(PlanBuilder plan, Value x)
    {
        Access access = plan[x];
        Dim channels = x.Shape[Channel.Axis];
        bool channelsAreDense = channels == Dim.One || access.Strides[Channel.Axis] == Dim.One;
        bool groupsAreDense = Group is null || access.Strides[Group.Axis] == channels;
        if (channelsAreDense && groupsAreDense)
            return access;
        Access copy = Accesses.InOrder(plan.NewBuffer(x.Producer.Provenance, x.ElementType, x.Shape.Elements), x.Shape, Order);
        plan.Add(new CopyCall(x.Shape, access, copy));
        return copy;
    }

    /// <summary>The first window, and strides of image, depth, row and pixel of the tensor.</summary>
    public Access PixelStrides(Access source) => source with
    {
        Offset = Starts.Select((start, axis) => start * source.Strides[axis]).Aggregate(source.Offset, (sum, d) => sum + d),
        Strides = new[] { source.Strides[Image.Axis] }.Concat(Fill(Spatial.Select(s => source.Strides[s.Axis]), Dim.Zero)).ToArray(),
    };

    /// <summary>Depth, row and column: axes that are missing come first.</summary>
    public static Dim[] Fill(IEnumerable<Dim> dims, Dim missing)
    {
        Dim[] given = dims.ToArray();
        return Enumerable.Repeat(missing, SpatialAxes - given.Length).Concat(given).ToArray();
    }
}

/// <summary>An axis that no window slides over.</summary>
/// <param name="Axis">The axis of the source.</param>
/// <param name="Place">The axis of the view that follows it.</param>
/// <param name="Length">What the view reads of it.</param>
internal sealed record PlainAxis(int Axis, int Place, Dim Length);

/// <summary>An axis over which a window slides.</summary>
/// <param name="Axis">The axis of the source.</param>
/// <param name="Place">The axis of the view that counts the windows.</param>
/// <param name="Tap">The axis of the view that counts the elements of a window.</param>
internal sealed record WindowAxis(int Axis, int Place, int Tap, Dim Output, Dim Kernel, Dim Stride, Dim Dilation)
{
    /// <summary>Recognises stride · output + dilation · kernel.</summary>
    /// <param name="isFolded">Whether an axis of the view is summed or folded.</param>
    public static WindowAxis? TryMatch(AxisMap map, int axis, View view, Func<int, bool> isFolded)
    {
        int[] used = Enumerable.Range(0, map.Coefficients.Count).Where(a => map.Coefficients[a] != Dim.Zero).ToArray();
        if (used.Length != 2 || isFolded(used[0]) || !isFolded(used[1]) || !map.Coefficients.All(c => DimRange.Of(c).Minimum >= 0))
            return null;
        return new WindowAxis(axis, used[0], used[1], view.Shape[used[0]], view.Shape[used[1]], map.Coefficients[used[0]], map.Coefficients[used[1]]);
    }
}
