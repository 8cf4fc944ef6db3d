using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Sequences of tensors of one element type, whose shapes may differ.</summary>
internal static class SequenceOperators
{
    /// <summary>A longer list is run through, not written out.</summary>
    const int WrittenOut = 16;

    [Operator, Since(11)]
    public static Value SequenceEmpty(Scope scope, ElementType dtype = ElementType.Float) => Lists.Empty(scope, dtype);

    [Operator, Since(11)]
    public static Value SequenceConstruct(IReadOnlyList<Value> inputs) =>
        inputs.Count > 0 ? Lists.Of(inputs) : throw new ModelException("A sequence is constructed of one tensor at least.");

    /// <summary>The sequence with a tensor before the given position, by default behind the last one.</summary>
    [Operator, Since(11)]
    public static Value SequenceInsert(Value inputSequence, Value tensor, Value? position = null) =>
        Lists.Insert(inputSequence, tensor, position is null ? null : DimVectors.Scalar(position));

    /// <summary>The sequence without the tensor at the given position, by default the last one.</summary>
    [Operator, Since(11)]
    public static Value SequenceErase(Value inputSequence, Value? position = null) =>
        Lists.Erase(inputSequence, position is null ? -1 : DimVectors.Scalar(position));

    [Operator, Since(11)]
    public static Value SequenceAt(Value inputSequence, Value position) => Lists.At(inputSequence, DimVectors.Scalar(position));

    [Operator, Since(11)]
    public static Value SequenceLength(Value inputSequence) => Lists.Length(inputSequence);

    /// <summary>The results of a graph for the elements of sequences, one after the other.</summary>
    /// <param name="inputs">A sequence, then sequences of the same length and tensors that every run takes.</param>
    [Operator, Since(17)]
    public static IReadOnlyList<Value> SequenceMap(Scope scope, IReadOnlyList<Value> inputs, Subgraph body)
    {
        Value[] sequences = inputs.Where(input => input.Type is SequenceType).ToArray();
        if (inputs[0].Type is not SequenceType)
            throw new ModelException($"The first input is a sequence, but it is of type {inputs[0].Type}.");
        IReadOnlyList<Value>[] runs = Lists.Elements(inputs[0]) is { Count: > 0 and <= WrittenOut } known && sequences.All(s => Lists.Elements(s)?.Count == known.Count)
            ? known.Select((_, i) => body(scope, inputs.Select(input => Element(input, i)).ToArray())).ToArray()
            : [];
        if (runs.Length > 0)
            return runs[0].Select((_, result) => Lists.Of(runs.Select(run => run[result]).ToArray())).ToArray();
        return Iterate(scope, inputs, sequences, body);
    }

    static IReadOnlyList<Value> Iterate(Scope scope, IReadOnlyList<Value> inputs, Value[] sequences, Subgraph body)
    {
        Dim length = DimVectors.Scalar(Lists.Length(inputs[0]));
        foreach (Value sequence in sequences.Skip(1))
            scope.Require(DimVectors.Scalar(Lists.Length(sequence)), length, "The sequences must have the same length");
        Scope trial = scope.Inner();
        ElementType[] types = body(trial, inputs.Select(input => Element(trial.Capture(input), 0)).ToArray()).Select(result => result.ElementType).ToArray();
        return Iteration.Over(scope, length, null, types.Select(type => Lists.Empty(scope, type)).ToArray(), (inner, index, carried) =>
        {
            IReadOnlyList<Value> results = body(inner, inputs.Select(input => Element(inner.Capture(input), index)).ToArray());
            return new LoopRun(null, carried.Select((sequence, i) => Lists.Insert(sequence, results[i], null)).ToArray(), []);
        });
    }

    static Value Element(Value input, Dim index) => input.Type is SequenceType ? Lists.At(input, index) : input;
}
