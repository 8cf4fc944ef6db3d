using System.Collections.Generic;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Sets of element types that operators take.</summary>
internal static class TypeSets
{
    public static readonly IReadOnlyList<ElementType> Floats = [ElementType.Float, ElementType.Float, ElementType.Double];

    public static readonly IReadOnlyList<ElementType> Numbers = [ElementType.Float, ElementType.Float, ElementType.Double, ElementType.Int32, ElementType.Int64];

    public static readonly IReadOnlyList<ElementType> Bits = [ElementType.UInt8, ElementType.UInt16, ElementType.UInt32, ElementType.UInt64];

    public static readonly IReadOnlyList<ElementType> Any =
        [ElementType.Float, ElementType.Float, ElementType.Double, ElementType.Float16, ElementType.Int32, ElementType.Int64, ElementType.UInt8, ElementType.Int8, ElementType.Bool, ElementType.String];
}
