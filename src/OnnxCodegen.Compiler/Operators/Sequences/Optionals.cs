using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Values that may be absent.</summary>
internal static class Optionals
{
    /// <summary>The value as an optional one, or an absent one of the given type.</summary>
    [Operator, Since(15)]
    public static Value Optional(Scope scope, Value? input = null, OnnxType? type = null)
    {
        if (input is not null)
            return Wrap(Holding.Hold(input));
        if (type is null)
            throw new ModelException(DiagnosticCode.InvalidAttribute, "An optional without a value needs the attribute 'type'.");
        ValueType element = HeldTypes.Of(type, "optional");
        var function = new CallFunction($"{RuntimeNames.NoValue}<{element.CSharpName()}>", []) { Run = (_, _) => AbsentContents.Instance };
        return scope.Add(new Call(function, [new OptionalType(element, IsAbsent: true)]));
    }

    /// <summary>Whether there is a value.</summary>
    [Operator, Since(15)]
    public static Value OptionalHasElement(Scope scope, Value? input = null)
    {
        if (input is null)
            return scope.Constant(ElementType.Bool, 0);
        Node source = Scope.SourceOf(input).Producer;
        if (input.Type is not OptionalType || (source.Primitive is Call some && some.Function.Is(RuntimeNames.SomeValue)))
            return scope.Constant(ElementType.Bool, 1);
        if (source.Primitive is Call none && none.Function.Is(RuntimeNames.NoValue))
            return scope.Constant(ElementType.Bool, 0);
        var function = new CallFunction(RuntimeNames.HasValue, [])
        {
            Run = (inputs, _) => new Tensor(ElementType.Bool, [], new[] { inputs[0] is AbsentContents ? 0L : 1L }),
        };
        return scope.Add(new Call(function, [new TensorType(ElementType.Bool, Shape.Scalar)]), input);
    }

    /// <summary>The value, which must be there.</summary>
    [Operator, Since(15)]
    public static Value OptionalGetElement(Value input)
    {
        if (input.Type is not OptionalType { Element: var element })
            return input;
        Node source = Scope.SourceOf(input).Producer;
        if (source.Primitive is Call some && some.Function.Is(RuntimeNames.SomeValue))
            return Holding.Take(input.Scope.Capture(source.Inputs[0]));
        var function = new CallFunction(RuntimeNames.GetValue, [])
        {
            Run = (inputs, _) => inputs[0] is not AbsentContents ? inputs[0] : throw new ModelException("The optional has no value."),
        };
        return Holding.Take(input.Scope.Add(new Call(function, [element]), input));
    }

    static Value Wrap(Value value)
    {
        if (value.Type is OptionalType)
            throw new ModelException($"A value of type {value.Type} is optional already.");
        var function = new CallFunction(RuntimeNames.SomeValue, []) { Run = (inputs, _) => inputs[0] };
        return value.Scope.Add(new Call(function, [new OptionalType(value.Type)]), value);
    }
}
