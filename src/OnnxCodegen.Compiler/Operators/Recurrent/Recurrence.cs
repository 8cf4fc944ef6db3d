using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>One step of a recurrence: from the time, the slices at that time and the states to the next states and an output.</summary>
internal delegate (IReadOnlyList<Value> States, Value Output) RecurrentStep(
    Dim time, IReadOnlyList<Value> slices, IReadOnlyList<Value> states);

/// <summary>Computations that carry states along a sequence.</summary>
internal static class Recurrence
{
    /// <summary>Sequences up to this length become straight-line code.</summary>
    const int UnrolledLength = 4;

    /// <summary>Takes a step for each slice along the first axis, in order of time or backwards.</summary>
    /// <param name="sequences">Tensors [time, …].</param>
    /// <returns>The last states, and the outputs in order of time as [time, …].</returns>
    public static (IReadOnlyList<Value> States, Value Outputs) Over(
        IReadOnlyList<Value> sequences, bool backwards, IReadOnlyList<Value> initial, RecurrentStep step)
    {
        Dim length = sequences[0].Shape[0];
        return length.IsConstant && length.Value is > 0 and <= UnrolledLength
            ? Unroll((int)length.Value, sequences, backwards, initial, step)
            : Loop(length, sequences, backwards, initial, step);
    }

    static (IReadOnlyList<Value> States, Value Outputs) Unroll(
        int length, IReadOnlyList<Value> sequences, bool backwards, IReadOnlyList<Value> initial, RecurrentStep step)
    {
        IReadOnlyList<Value> states = initial;
        var outputs = new Value[length];
        foreach (int time in backwards ? Enumerable.Range(0, length).Reverse() : Enumerable.Range(0, length))
        {
            (states, Value output) = step(time, Slices(sequences, time), states);
            outputs[time] = Views.Unsqueeze(output, 0);
        }
        return (states, outputs[0].Scope.Add(new Concat(0), outputs));
    }

    static (IReadOnlyList<Value> States, Value Outputs) Loop(
        Dim length, IReadOnlyList<Value> sequences, bool backwards, IReadOnlyList<Value> initial, RecurrentStep step)
    {
        IReadOnlyList<Value> results = Iteration.Over(sequences[0].Scope, length, null, initial, (_, index, carried) =>
        {
            Dim time = backwards ? length - 1 - index : index;
            (IReadOnlyList<Value> states, Value output) = step(time, Slices(sequences, time), carried);
            return new LoopRun(null, states, [output]);
        });
        Value outputs = results[initial.Count];
        return (results.Take(initial.Count).ToArray(), backwards ? Views.Flip(outputs, 0) : outputs);
    }

    static Value[] Slices(IReadOnlyList<Value> sequences, Dim time) =>
        sequences.Select(sequence => Views.Squeeze(Views.Slice(sequence, 0, time, 1), 0)).ToArray();
}
