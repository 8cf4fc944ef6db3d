using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler;

/// <summary>Tensors on their way into sequences, optionals and results of branches, where they carry their shapes, and out again.</summary>
internal static class Holding
{
    /// <summary>A tensor with its shape; other values are what they are.</summary>
    public static Value Hold(Value x)
    {
        if (x.Type is not TensorType tensor)
            return x;
        var function = new CallFunction(Named(RuntimeNames.HoldTensor, x), new object[] { x.Shape }) { Run = (inputs, _) => inputs[0] };
        return x.Scope.Add(new Call(function, new ValueType[] { HeldTensorType.Of(tensor) }), x);
    }

    /// <summary>A tensor that carries its shape as one whose lengths are dims: those that its type does not tell are found.</summary>
    public static Value Take(Value x)
    {
        if (x.Type is not HeldTensorType type)
            return x;
        if (Scope.SourceOf(x).Producer is { Primitive: Call call, Inputs: [var tensor] } && call.Function.Is(RuntimeNames.HoldTensor))
            return x.Scope.Capture(tensor);
        return Find(x, new CallFunction(RuntimeNames.TakeTensor, new object[] { type.KnownDims.Count }) { Run = (inputs, _) => inputs[0] }, type);
    }

    /// <summary>The one element of a tensor as a scalar, where the standard asks for one, of whatever rank it is.</summary>
    public static Value TakeScalar(Value x)
    {
        if (x.Type is not HeldTensorType type)
            return x;
        var function = new CallFunction(RuntimeNames.TakeScalar, []) { Run = (inputs, _) => ((Tensor)inputs[0]).WithDims([]) };
        return x.Scope.Add(new Call(function, new ValueType[] { new TensorType(type.Element, Shape.Scalar) }), x);
    }

    /// <summary>The tensor that a function gives, whose lengths it finds where the type does not tell them.</summary>
    public static Value Find(Value x, CallFunction function, HeldTensorType type)
    {
        var lengths = new List<Symbol>();
        Dim[] dims = type.KnownDims.Select(dim => dim ?? Dim.Of(Fresh(x.Scope, lengths))).ToArray();
        return x.Scope.Add(new Call(function, new ValueType[] { new TensorType(type.Element, new Shape(dims)) }, lengths), x);
    }

    /// <summary>The value as one of a type that holds for it and others.</summary>
    public static Value As(Value value, ValueType type) => type is TensorType ? value : Hold(value);

    /// <summary>The type of an optional value.</summary>
    public static OptionalType Optional(ValueType type) => new(type is TensorType tensor ? HeldTensorType.Of(tensor) : type);

    /// <summary>The C# name of a function of the elements of a tensor.</summary>
    public static string Named(string function, Value tensor) => $"{function}<{tensor.ElementType.CSharpName()}>";

    static Symbol Fresh(Scope scope, List<Symbol> lengths)
    {
        Symbol symbol = scope.Fresh("length");
        lengths.Add(symbol);
        return symbol;
    }
}
