using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>One step of a recurrence: from the time, the slices at that time and the states to the next states and an output.</summary>
internal delegate (IReadOnlyList<Value> States, Value Output) RecurrentStep(
    Dim time, IReadOnlyList<Value> slices, IReadOnlyList<Value> states);

/// <summary>Computations that carry states along a sequence.</summary>
internal static class Recurrence
{
    /// <summary>Takes a step for each slice along the first axis, in order of time or backwards.</summary>
    /// <param name="sequences">Tensors [time, …].</param>
    /// <returns>The last states, and the outputs in order of time as [time, …].</returns>
    public static (IReadOnlyList<Value> States, Value Outputs) Over(
        IReadOnlyList<Value> sequences, bool backwards, IReadOnlyList<Value> initial, RecurrentStep step)
    {
        Dim length = sequences[0].Shape[0];
        if (!length.IsConstant || length == Dim.Zero)
            throw new ModelException($"The length {length} of a recurrence must be known when compiling, and not be 0.");
        IReadOnlyList<Value> states = initial;
        var outputs = new Value[length.Value];
        foreach (int time in backwards ? Enumerable.Range(0, outputs.Length).Reverse() : Enumerable.Range(0, outputs.Length))
        {
            Value[] slices = sequences.Select(s => Views.Squeeze(Views.Slice(s, 0, time, 1), 0)).ToArray();
            (states, Value output) = step(time, slices, states);
            outputs[time] = Views.Unsqueeze(output, 0);
        }
        return (states, outputs[0].Scope.Add(new Concat(0), outputs));
    }
}
