using System;
using System.Linq;
using Google.Protobuf;
using Google.Protobuf.Collections;
using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Compiler.Tests.Robustness;

/// <summary>Makes something of a model wrong.</summary>
internal static class Mutation
{
    public static ModelProto Of(ModelProto model, Random random, RandomNode draw)
    {
        ModelProto changed = model.Clone();
        NodeProto node = changed.Graph.Node[0];
        for (int count = random.Next(1, 3); count > 0; count--)
        {
            switch (random.Next(10))
            {
                case 0 when node.Input.Count > 0:
                    node.Input[random.Next(node.Input.Count)] = string.Empty;
                    break;
                case 1 when node.Input.Count > 0:
                    node.Input.RemoveAt(node.Input.Count - 1);
                    break;
                case 2:
                    node.Input.Add(node.Input.Count > 0 ? node.Input[0] : "missing");
                    break;
                case 3 when node.Attribute.Count > 0:
                    node.Attribute.RemoveAt(random.Next(node.Attribute.Count));
                    break;
                case 4 when node.Attribute.Count > 0:
                    node.Attribute[random.Next(node.Attribute.Count)].Type = random.Next(15);
                    break;
                case 5 when node.Attribute.Count > 0:
                    Exaggerate(node.Attribute[random.Next(node.Attribute.Count)], random);
                    break;
                case 6 or 7 when changed.Graph.Input.Count > 0:
                    Declare(changed.Graph.Input[random.Next(changed.Graph.Input.Count)], random, draw);
                    break;
                case 8 when changed.Graph.Initializer.Count > 0:
                    Fill(changed.Graph.Initializer[random.Next(changed.Graph.Initializer.Count)], random, draw);
                    break;
                default:
                    node.Output.Add("further" + node.Output.Count);
                    break;
            }
        }
        return changed;
    }

    static void Exaggerate(AttributeProto attribute, Random random)
    {
        attribute.I = random.Of(Pools.Extremes);
        attribute.F = (float)random.Of(Pools.Reals);
        attribute.S = ByteString.CopyFromUtf8(random.Of(Pools.Texts));
        Resize(attribute.Ints, random, () => random.Of(Pools.Extremes));
        Resize(attribute.Floats, random, () => (float)random.Of(Pools.Reals));
        Resize(attribute.Strings, random, () => ByteString.CopyFromUtf8(random.Of(Pools.Texts)));
    }

    static void Resize<T>(RepeatedField<T> list, Random random, Func<T> element)
    {
        if (list.Count > 0 && random.Coin())
            list.RemoveAt(random.Next(list.Count));
        else if (list.Count > 0)
            list[random.Next(list.Count)] = element();
    }

    /// <summary>Another type, or another shape.</summary>
    static void Declare(ValueInfoProto input, Random random, RandomNode draw)
    {
        TypeProto other = RandomNode.Value(string.Empty, random.Of(Pools.Types), draw.Dims(random.Next(7))).Type;
        if (input.Type.TensorType is not { } tensor)
            input.Type = other;
        else if (random.Coin())
            tensor.ElemType = other.TensorType.ElemType;
        else
            tensor.Shape = other.TensorType.Shape;
    }

    /// <summary>Other contents.</summary>
    static void Fill(TensorProto tensor, Random random, RandomNode draw)
    {
        if (tensor.Int64Data.Count > 0 && random.Coin(0.7))
            tensor.Int64Data[random.Next(tensor.Int64Data.Count)] = random.Of(Pools.Extremes);
        else
            tensor.MergeFrom(draw.Tensor(tensor.Name, random.Of(Pools.Types.Where(t => t.Bits() > 0).ToArray()), []));
    }
}
