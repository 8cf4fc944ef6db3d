using System;
using System.Collections.Generic;
using System.Linq;
using Google.Protobuf;
using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Differential.Tests;

/// <summary>The attributes of a node: numbers, strings, lists of these, types, tensors and graphs; those that are null are left out.</summary>
internal sealed class Attributes : Dictionary<string, object?>
{
    public IEnumerable<AttributeProto> Protos() => this.Where(entry => entry.Value is not null).Select(entry => entry.Value switch
    {
        int number => new AttributeProto { Name = entry.Key, Type = 2, I = number },
        long number => new AttributeProto { Name = entry.Key, Type = 2, I = number },
        bool flag => new AttributeProto { Name = entry.Key, Type = 2, I = flag ? 1 : 0 },
        double number => new AttributeProto { Name = entry.Key, Type = 1, F = (float)number },
        string text => new AttributeProto { Name = entry.Key, Type = 3, S = ByteString.CopyFromUtf8(text) },
        long[] numbers => new AttributeProto { Name = entry.Key, Type = 7, Ints = { numbers } },
        double[] numbers => new AttributeProto { Name = entry.Key, Type = 6, Floats = { numbers.Select(n => (float)n) } },
        string[] texts => new AttributeProto { Name = entry.Key, Type = 8, Strings = { texts.Select(ByteString.CopyFromUtf8) } },
        TypeProto type => new AttributeProto { Name = entry.Key, Type = 13, Tp = type },
        TensorProto tensor => new AttributeProto { Name = entry.Key, Type = 4, T = tensor },
        GraphProto graph => new AttributeProto { Name = entry.Key, Type = 5, G = graph },
        object other => throw new ArgumentException($"{other.GetType()} is no attribute."),
        null => throw new InvalidOperationException(),
    });
}
