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
internal sealed record Windowing(int Image, int? Group, int Channel, IReadOnlyList<WindowAxis> Spatial)
{
    const int SpatialAxes = 3;

    /// <param name="isFolded">Whether an axis of the view is summed or folded.</param>
    /// <param name="isGroup">Whether an axis of the view is that of the groups.</param>
    /// <param name="isChannel">Whether an axis of the view is that of the channels.</param>
    public static Windowing? TryMatch(View view, Func<int, bool> isFolded, Func<int, bool> isGroup, Func<int, bool> isChannel)
    {
        int? image = null;
        int? group = null;
        int? channel = null;
        var spatial = new List<WindowAxis>();
        for (int axis = 0; axis < view.Axes.Count; axis++)
        {
            AxisMap map = view.Axes[axis];
            if (WindowAxis.TryMatch(map, axis, view, isFolded) is { } window)
                spatial.Add(window);
            else if (map.Offset != Dim.Zero || map.SingleAxis is not { } along || map.Coefficients[along] != Dim.One)
                return null;
            else if (isChannel(along) && channel is null)
                channel = axis;
            else if (isGroup(along) && group is null)
                group = axis;
            else if (image is null && !isFolded(along) && !isGroup(along))
                image = axis;
            else
                return null;
        }
        return image is not null && channel is not null && spatial.Count is > 0 and <= SpatialAxes
            ? new Windowing(image.Value, group, channel.Value, spatial)
            : null;
    }

    /// <summary>Memory order with the channels innermost.</summary>
    public static int[] ChannelsLast(int rank) =>
        rank < 3 ? Enumerable.Range(0, rank).ToArray() : new[] { 0 }.Concat(Enumerable.Range(2, rank - 2)).Concat(new[] { 1 }).ToArray();

    /// <summary>The tensor with the channels of a pixel side by side: where it lies, or a copy.</summary>
    public Access ChannelsInnermost(PlanBuilder plan, Value x)
    {
        Access access = plan[x];
        Dim channels = x.Shape[Channel];
        bool channelsAreDense = channels == Dim.One || access.Strides[Channel] == Dim.One;
        bool groupsAreDense = Group is not { } g || access.Strides[g] == channels;
        if (channelsAreDense && groupsAreDense)
            return access;
        IEnumerable<int> order = new[] { Image }.Concat(Spatial.Select(s => s.Axis)).Concat(Group is { } axis ? new[] { axis } : Array.Empty<int>()).Concat(new[] { Channel });
        Access copy = Accesses.InOrder(plan.NewBuffer(x.Producer.Provenance, x.ElementType, x.Shape.Elements), x.Shape, order.ToArray());
        plan.Add(new CopyCall(x.Shape, access, copy));
        return copy;
    }

    /// <summary>Strides of image, depth, row and pixel of the tensor.</summary>
    public Access PixelStrides(Access source) => source with
    {
        Strides = new[] { source.Strides[Image] }.Concat(Fill(Spatial.Select(s => source.Strides[s.Axis]), Dim.Zero)).ToArray(),
    };

    /// <summary>Depth, row and column: axes that are missing come first.</summary>
    public static Dim[] Fill(IEnumerable<Dim> dims, Dim missing)
    {
        Dim[] given = dims.ToArray();
        return Enumerable.Repeat(missing, SpatialAxes - given.Length).Concat(given).ToArray();
    }
}

/// <summary>An axis over which a window slides.</summary>
/// <param name="Axis">The axis of the source.</param>
/// <param name="Place">The axis of the view that counts the windows.</param>
internal sealed record WindowAxis(int Axis, int Place, Dim Output, Dim Kernel, Dim Stride, Dim Dilation)
{
    /// <summary>Recognises stride · output + dilation · kernel.</summary>
    /// <param name="isFolded">Whether an axis of the view is summed or folded.</param>
    public static WindowAxis? TryMatch(AxisMap map, int axis, View view, Func<int, bool> isFolded)
    {
        int[] used = Enumerable.Range(0, map.Coefficients.Count).Where(a => map.Coefficients[a] != Dim.Zero).ToArray();
        if (used.Length != 2 || map.Offset != Dim.Zero || isFolded(used[0]) || !isFolded(used[1]))
            return null;
        return new WindowAxis(axis, used[0], view.Shape[used[0]], view.Shape[used[1]], map.Coefficients[used[0]], map.Coefficients[used[1]]);
    }
}
