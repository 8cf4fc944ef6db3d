using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Compiler.Tests.Robustness;

/// <summary>The element types of its first input with which an operator compiles, found by trial.</summary>
internal static class AcceptedTypes
{
    /// <summary>Models that are drawn where there is no example.</summary>
    const int Draws = 40;
    const int MostValid = 2;

    static readonly (string Name, ElementType[] Types)[] Groups =
    [
        ("floats", [ElementType.Float, ElementType.Double, ElementType.Float16, ElementType.BFloat16]),
        ("integers", [ElementType.Int8, ElementType.Int16, ElementType.Int32, ElementType.Int64, ElementType.UInt8, ElementType.UInt16, ElementType.UInt32, ElementType.UInt64]),
        ("bool", [ElementType.Bool]),
        ("string", [ElementType.String]),
        ("complex", [ElementType.Complex64, ElementType.Complex128]),
        ("float8", [ElementType.Float8E4M3FN, ElementType.Float8E4M3FNUZ, ElementType.Float8E5M2, ElementType.Float8E5M2FNUZ, ElementType.Float8E8M0]),
        ("float4", [ElementType.Float4E2M1]),
        ("int4", [ElementType.Int4, ElementType.UInt4]),
        ("int2", [ElementType.Int2, ElementType.UInt2]),
    ];

    /// <summary>The groups of types, for people.</summary>
    public static IEnumerable<string> Legend => Groups.Where(g => g.Types.Length > 1).Select(g => $"{g.Name}: {string.Join(", ", g.Types.Select(t => t.OnnxName()))}");

    /// <summary>Names of groups, and of single types where a group is not accepted as a whole; empty where no trial succeeds.</summary>
    public static string Of(IEnumerable<OperatorMeaning> meanings)
    {
        var accepted = new HashSet<ElementType>();
        foreach (OperatorMeaning meaning in meanings)
            accepted.UnionWith(Of(meaning));
        return string.Join(", ", Groups.SelectMany(g => g.Types.All(accepted.Contains) ? [g.Name] : g.Types.Where(accepted.Contains).Select(t => t.OnnxName())));
    }

    static HashSet<ElementType> Of(OperatorMeaning meaning)
    {
        var accepted = new HashSet<ElementType>();
        var draw = new RandomNode(new Random(meaning.Name.Sum(letter => letter)), meaning);
        IEnumerable<ModelProto> models = Examples.Of(meaning) is { } example ? [example] : Enumerable.Range(0, Draws).Select(_ => draw.Draw());
        foreach (ModelProto model in models.Where(Compilation.Imports).Take(MostValid))
        {
            foreach (ElementType type in Pools.Types.Where(type => !accepted.Contains(type)))
            {
                if (Retyped(model, type, draw) is { } retyped && Compilation.Imports(retyped))
                    accepted.Add(type);
            }
        }
        return accepted;
    }

    /// <summary>The model with another type in place of the first input's; null where the first one is no input.</summary>
    static ModelProto? Retyped(ModelProto model, ElementType type, RandomNode draw)
    {
        ModelProto retyped = model.Clone();
        int? old = retyped.Graph.Input.Count > 0 ? TensorOf(retyped.Graph.Input[0].Type).ElemType : null;
        if (old is null)
            return null;
        foreach (TypeProto.Types.Tensor tensor in retyped.Graph.Input.Select(input => TensorOf(input.Type)).Where(tensor => tensor.ElemType == old))
            tensor.ElemType = (int)type;
        for (int i = 0; i < retyped.Graph.Initializer.Count; i++)
        {
            if (retyped.Graph.Initializer[i] is var constant && constant.DataType == old)
                retyped.Graph.Initializer[i] = draw.Tensor(constant.Name, type, [.. constant.Dims]);
        }
        return retyped;
    }

    /// <summary>The tensor, or the one within.</summary>
    static TypeProto.Types.Tensor TensorOf(TypeProto type) => type.TensorType ?? TensorOf(type.SequenceType?.ElemType ?? type.MapType.ValueType);
}
