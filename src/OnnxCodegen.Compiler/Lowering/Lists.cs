using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler;

/// <summary>Sequences of tensors. Those whose elements are known while the graph is built are lists of values, and what is read from them is
/// the element itself.</summary>
internal static class Lists
{
    /// <summary>The type of a sequence.</summary>
    /// <exception cref="ModelException">The value is no sequence of tensors.</exception>
    public static SequenceType TypeOf(Value sequence) => sequence.Type is SequenceType { Element: HeldTensorType } type
        ? type
        : throw new ModelException($"A sequence of tensors is expected here, but the value is of type {sequence.Type}.");

    /// <summary>The type of the elements of a sequence.</summary>
    public static HeldTensorType ElementOf(Value sequence) => (HeldTensorType)TypeOf(sequence).Element;

    /// <summary>The elements, each with its shape, where they are known; else null.</summary>
    public static IReadOnlyList<Value>? Elements(Value sequence)
    {
        Node source = Scope.SourceOf(sequence).Producer;
        return source.Primitive is Call call && call.Function.Is(RuntimeNames.ListOf)
            ? source.Inputs.Select(sequence.Scope.Capture).ToArray()
            : null;
    }

    /// <summary>A sequence without elements.</summary>
    public static Value Empty(Scope scope, ElementType type) => Make(scope, new SequenceType(new HeldTensorType(type, null), IsEmpty: true), []);

    /// <summary>The sequence of one or more tensors.</summary>
    public static Value Of(IReadOnlyList<Value> elements)
    {
        Value[] held = elements.Select(Holding.Hold).ToArray();
        ValueType type = held.Select(value => value.Type).Aggregate((a, b) => Common(held[0].Scope, a, b));
        return Make(held[0].Scope, new SequenceType(type), held);
    }

    /// <summary>The element at a position, which counts from the end where it is negative.</summary>
    public static Value At(Value sequence, Dim position)
    {
        HeldTensorType type = ElementOf(sequence);
        if (position.IsConstant && Elements(sequence) is { } known)
            return Holding.Take(known[Position(position.Value, known.Count, known.Count - 1)]);
        var function = new CallFunction(RuntimeNames.ElementAt, new object[] { position })
        {
            Run = (inputs, sizes) => List(inputs[0]) is var list ? list[Position(position.Evaluate(sizes), list.Count, list.Count - 1)] : null!,
        };
        return Holding.Take(sequence.Scope.Add(new Call(function, new ValueType[] { type }), sequence));
    }

    /// <summary>The number of elements as an int64.</summary>
    public static Value Length(Value sequence)
    {
        TypeOf(sequence);
        if (Elements(sequence) is { } known)
            return sequence.Scope.Constant(Tensor.Scalar(known.Count));
        var function = new CallFunction(RuntimeNames.ListLength, []) { Run = (inputs, _) => Tensor.Scalar(List(inputs[0]).Count) };
        return sequence.Scope.Add(new Call(function, new ValueType[] { new TensorType(ElementType.Int64, Shape.Scalar) }), sequence);
    }

    /// <summary>With a further element at a position; null for the end.</summary>
    public static Value Insert(Value sequence, Value element, Dim? position)
    {
        SequenceType type = TypeOf(sequence);
        Value held = Holding.Hold(element);
        if (held.Type is not HeldTensorType added || added.Element != ElementOf(sequence).Element)
            throw new ModelException($"A value of type {element.Type} cannot be inserted into a sequence of type {type}.");
        if ((position ?? Dim.Zero).IsConstant && Elements(sequence) is { } known)
        {
            List<Value> elements = known.ToList();
            elements.Insert(position is null ? known.Count : Position(position.Value, known.Count, known.Count), held);
            return Of(elements);
        }
        ValueType result = new SequenceType(type.IsEmpty ? added : Common(sequence.Scope, type.Element, added));
        var function = new CallFunction(RuntimeNames.InsertElement, position is null ? [] : new object[] { position })
        {
            Run = (inputs, sizes) =>
            {
                List<Contents> list = List(inputs[0]).ToList();
                list.Insert(position is null ? list.Count : Position(position.Evaluate(sizes), list.Count, list.Count), inputs[1]);
                return new ListContents(list);
            },
        };
        return sequence.Scope.Add(new Call(function, new[] { result }), sequence, held);
    }

    /// <summary>Without the element at a position.</summary>
    public static Value Erase(Value sequence, Dim position)
    {
        SequenceType type = TypeOf(sequence);
        if (position.IsConstant && Elements(sequence) is { } known)
        {
            int place = Position(position.Value, known.Count, known.Count - 1);
            Value[] rest = known.Where((_, i) => i != place).ToArray();
            return rest.Length > 0 ? Of(rest) : Empty(sequence.Scope, ElementOf(sequence).Element);
        }
        var function = new CallFunction(RuntimeNames.EraseElement, new object[] { position })
        {
            Run = (inputs, sizes) =>
            {
                List<Contents> list = List(inputs[0]).ToList();
                list.RemoveAt(Position(position.Evaluate(sizes), list.Count, list.Count - 1));
                return new ListContents(list);
            },
        };
        return sequence.Scope.Add(new Call(function, new ValueType[] { type }), sequence);
    }

    /// <summary>The elements of a sequence that is evaluated.</summary>
    public static IReadOnlyList<Contents> List(Contents contents) => ((ListContents)contents).Elements;

    /// <summary>A sequence that a function makes.</summary>
    static Value Make(Scope scope, SequenceType type, Value[] elements)
    {
        string name = $"{RuntimeNames.ListOf}<{((HeldTensorType)type.Element).Element.CSharpName()}>";
        var function = new CallFunction(name, []) { Run = (inputs, _) => new ListContents(inputs) };
        return scope.Add(new Call(function, new ValueType[] { type }), elements);
    }

    static ValueType Common(Scope scope, ValueType left, ValueType right) => new CommonTypes(scope).Of(left, right);

    static int Position(long position, int count, int last)
    {
        long place = position < 0 ? position + count : position;
        return place >= 0 && place <= last
            ? (int)place
            : throw new ModelException($"The position {position} lies outside a sequence of {count} elements.");
    }
}
