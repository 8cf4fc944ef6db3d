using System;
using System.Globalization;
using System.Text;

namespace OnnxCodegen;

/// <summary>Shapes of tensors: the lengths of their axes, outermost first.</summary>
public static class TensorShape
{
    /// <summary>The shape as text, for example <c>[2, 3]</c>.</summary>
    public static string Format(ReadOnlySpan<nint> lengths)
    {
        var text = new StringBuilder("[");
        for (int axis = 0; axis < lengths.Length; axis++)
            text.Append(axis == 0 ? "" : ", ").Append(lengths[axis].ToString(CultureInfo.InvariantCulture));
        return text.Append(']').ToString();
    }
}
