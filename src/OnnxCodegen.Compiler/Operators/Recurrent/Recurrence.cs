using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>One step of a recurrence: from the time, the slices at that time and the states to the next states and the outputs.</summary>
internal delegate (IReadOnlyList<Value> States, IReadOnlyList<Value> Outputs) RecurrentStep(
    Dim time, IReadOnlyList<Value> slices, IReadOnlyList<Value> states);

/// <summary>Computations that carry states along a sequence.</summary>
internal static class Recurrence
{
    /// <summary>Sequences up to this length become straight-line code.</summary>
    const int UnrolledLength = 4;

    /// <summary>Takes a step for each slice along the first axis, in order of time or backwards.</summary>
    /// <param name="sequences">Tensors [time, …].</param>
    /// <returns>The last states, and the outputs in order of time as [time, …].</returns>
    public static (IReadOnlyList<Value> States, IReadOnlyList<Value> Outputs) Over(
        IReadOnlyList<Value> sequences, bool backwards, IReadOnlyList<Value> initial, RecurrentStep step)
    {
        Dim length = sequences[0].Shape[0];
        return length.IsConstant && length.Value is > 0 and <= UnrolledLength
            ? Unroll((int)length.Value, sequences, backwards, initial, step)
            : Loop(length, sequences, backwards, initial, step);
    }

    static (IReadOnlyList<Value> States, IReadOnlyList<Value> Outputs) Unroll(
        int length, IReadOnlyList<Value> sequences, bool backwards, IReadOnlyList<Value> initial, RecurrentStep step)
    {
        IReadOnlyList<Value> states = initial;
        var outputs = new IReadOnlyList<Value>[length];
        foreach (int time in backwards ? Enumerable.Range(0, length).Reverse() : Enumerable.Range(0, length))
            (states, outputs[time]) = step(time, Slices(sequences, time), states);
        return (states, outputs[0].Select((_, i) => Stack(outputs.Select(slices => slices[i]))).ToArray());
    }

    static (IReadOnlyList<Value> States, IReadOnlyList<Value> Outputs) Loop(
        Dim length, IReadOnlyList<Value> sequences, bool backwards, IReadOnlyList<Value> initial, RecurrentStep step)
    {
        IReadOnlyList<Value> results = Iteration.Over(sequences[0].Scope, length, null, initial, (_, index, carried) =>
        {
            Dim time = backwards ? length - 1 - index : index;
            (IReadOnlyList<Value> states, IReadOnlyList<Value> outputs) = step(time, Slices(sequences, time), carried);
            return new LoopRun(null, states, outputs);
        });
        return (
            results.Take(initial.Count).ToArray(),
            results.Skip(initial.Count).Select(output => backwards ? Views.Flip(output, 0) : output).ToArray());
    }

    static Value Stack(IEnumerable<Value> slices)
    {
        Value[] parts = slices.Select(slice => Views.Unsqueeze(slice, 0)).ToArray();
        return parts[0].Scope.Add(new Concat(0), parts);
    }

    static Value[] Slices(IReadOnlyList<Value> sequences, Dim time) =>
        sequences.Select(sequence => Views.Squeeze(Views.Slice(sequence, 0, time, 1), 0)).ToArray();
}
