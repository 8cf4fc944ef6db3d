using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler;

/// <summary>How windows lie on the spatial axes of a tensor, with automatic padding and rounding resolved to border widths.</summary>
/// <param name="Low">The border before the first element of each axis.</param>
/// <param name="High">The border after the last element; <paramref name="Overhang"/> is not in it.</param>
/// <param name="Overhang">What the last windows need beyond the border when their number is rounded up.</param>
internal sealed record WindowGeometry(
    IReadOnlyList<Dim> Kernel, IReadOnlyList<Dim> Strides, IReadOnlyList<Dim> Dilations,
    IReadOnlyList<Dim> Low, IReadOnlyList<Dim> High, IReadOnlyList<Dim> Overhang)
{
    public int Axes => Kernel.Count;

    /// <param name="spatial">The lengths of the spatial axes.</param>
    /// <param name="pads">All borders before, then all after; zeros when missing.</param>
    public static WindowGeometry Of(
        IReadOnlyList<Dim> spatial, IReadOnlyList<Dim> kernel, string autoPad, long[]? pads, long[]? strides, long[]? dilations,
        bool ceiling = false)
    {
        int axes = spatial.Count;
        if (kernel.Count != axes)
            throw new ModelException($"The window has {kernel.Count} axes, the tensor has {axes} spatial axes.");
        if (kernel.FirstOrDefault(length => length is { IsConstant: true, Value: < 1 or > Symbol.MaximumLength }) is { } wrong)
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"A window has a length of {wrong}; at least 1 is expected.");
        Dim[] step = Dims(strides, axes, 1, 1, nameof(strides));
        Dim[] dilation = Dims(dilations, axes, 1, 1, nameof(dilations));
        var low = new Dim[axes];
        var high = new Dim[axes];
        var overhang = Enumerable.Repeat(Dim.Zero, axes).ToArray();
        Dim[] given = Dims(pads, 2 * axes, 0, -Symbol.MaximumLength, nameof(pads));
        for (int i = 0; i < axes; i++)
        {
            Dim extent = Extent(kernel[i], dilation[i]);
            (low[i], high[i]) = Border(autoPad, spatial[i], extent, step[i], given[i], given[axes + i]);
            if (ceiling)
                overhang[i] = OverhangOf(spatial[i], extent, step[i], low[i], high[i]);
        }
        return new WindowGeometry(kernel, step, dilation, low, high, overhang);
    }

    /// <summary>The places that a window covers from its first to its last element.</summary>
    public static Dim Extent(Dim kernel, Dim dilation) => (dilation * (kernel - 1)) + 1;

    /// <summary>x [b…, s…] as windows [b…, o…, k…], with the border filled by a scalar.</summary>
    public Value Slide(Value x, Value border) =>
        Windows.Slide(x, Kernel, Strides, Dilations, Low, High.Zip(Overhang, (h, o) => h + o).ToArray(), border);

    /// <summary>The tensor inside its border, and the windows on that.</summary>
    public (Value Padded, WindowGeometry Inside) Surround(Value x, Value border)
    {
        Dim[] none = Enumerable.Repeat(Dim.Zero, Axes).ToArray();
        Value padded = Windows.Border(x, Low, High.Zip(Overhang, (h, o) => h + o).ToArray(), border);
        return (padded, this with { Low = none, High = none, Overhang = none });
    }

    static (Dim Low, Dim High) Border(string autoPad, Dim length, Dim extent, Dim stride, Dim low, Dim high)
    {
        switch (autoPad)
        {
            case "NOTSET" or "":
                return (low, high);
            case "VALID":
                return (0, 0);
            case "SAME_UPPER" or "SAME_LOWER":
                Dim total = Dim.Max(0, ((Dim.CeilingDivide(length, stride) - 1) * stride) + extent - length);
                Dim half = total / 2;
                return autoPad == "SAME_UPPER" ? (half, total - half) : (total - half, half);
            default:
                throw new ModelException($"The padding '{autoPad}' is unknown.");
        }
    }

    /// <summary>A last window that starts behind the elements and the border before them is left out.</summary>
    static Dim OverhangOf(Dim length, Dim extent, Dim stride, Dim low, Dim high)
    {
        Dim padded = length + low + high;
        Dim count = Dim.Min(Dim.CeilingDivide(padded - extent, stride) + 1, ((length + low - 1) / stride) + 1);
        return ((count - 1) * stride) + extent - padded;
    }

    static Dim[] Dims(long[]? values, int count, long missing, long least, string name)
    {
        if (values is null || values.Length == 0)
            return Enumerable.Repeat(Dim.Constant(missing), count).ToArray();
        if (values.Length != count)
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"The attribute '{name}' has {values.Length} elements; {count} are needed.");
        foreach (long value in values)
        {
            if (value < least || value > Symbol.MaximumLength)
                throw new ModelException(DiagnosticCode.InvalidAttribute, $"The attribute '{name}' has the element {value}; at least {least} and at most {Symbol.MaximumLength} is expected.");
        }
        return values.Select(Dim.Constant).ToArray();
    }
}
