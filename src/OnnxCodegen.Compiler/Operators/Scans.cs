using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Loops over the slices of tensors.</summary>
internal static class Scans
{
    /// <summary>Runs a graph once for each slice of the scanned inputs.</summary>
    /// <param name="inputs">The states at the start, then the scanned inputs.</param>
    /// <param name="body">From the states and a slice of each scanned input to the next states and a slice of each further output.</param>
    [Operator, Since(9)]
    public static IReadOnlyList<Value> Scan(
        Scope scope, IReadOnlyList<Value> inputs, Subgraph body, long numScanInputs, long[]? scanInputAxes = null, long[]? scanInputDirections = null,
        long[]? scanOutputAxes = null, long[]? scanOutputDirections = null)
    {
        Value[] initial = inputs.Take(inputs.Count - (int)numScanInputs).ToArray();
        Value[] scanned = inputs.Skip(initial.Length)
            .Select((x, i) => Views.MoveAxis(x, Views.Axis(At(scanInputAxes, i), x.Rank), 0))
            .Select((x, i) => At(scanInputDirections, i) == 0 ? x : Views.Flip(x, 0)).ToArray();
        IReadOnlyList<Value> results = Over(scope, Length(scanned), initial, scanned, body);
        return results.Take(initial.Length)
            .Concat(results.Skip(initial.Length)
                .Select((y, i) => At(scanOutputDirections, i) == 0 ? y : Views.Flip(y, 0))
                .Select((y, i) => Views.MoveAxis(y, 0, Views.Axis(At(scanOutputAxes, i), y.Rank))))
            .ToArray();
    }

    /// <summary>The first form has batches: each with its own states and its own length, behind which states stay and outputs are 0.</summary>
    /// <param name="inputs">The states at the start, [N, …], then the scanned inputs, [N, time, …].</param>
    [Operator, Since(8), Until(9)]
    public static IReadOnlyList<Value> Scan(
        Scope scope, [Optional] Value? sequenceLens, IReadOnlyList<Value> inputs, Subgraph body, long numScanInputs, long[]? directions = null)
    {
        int states = inputs.Count - (int)numScanInputs;
        return Iteration.Over(scope, inputs[0].Shape[0], null, [], (batch, b, _) =>
        {
            Value[] slices = inputs.Select(x => Slice(batch.Capture(x), b)).ToArray();
            Value[] scanned = slices.Skip(states).Select((x, i) => At(directions, i) == 0 ? x : Views.Flip(x, 0)).ToArray();
            IReadOnlyList<Value> results = Iteration.Over(batch, Length(scanned), null, slices.Take(states).ToArray(), (inner, time, carried) =>
            {
                LoopRun run = Run(inner, time, carried, scanned, body);
                return sequenceLens is null ? run : Inside(run, carried, time, Slice(batch.Capture(sequenceLens), b));
            });
            return new LoopRun(null, [], results);
        });
    }

    static IReadOnlyList<Value> Over(Scope scope, Dim length, IReadOnlyList<Value> initial, IReadOnlyList<Value> scanned, Subgraph body) =>
        Iteration.Over(scope, length, null, initial, (inner, time, carried) => Run(inner, time, carried, scanned, body));

    static LoopRun Run(Scope inner, Dim time, IReadOnlyList<Value> carried, IReadOnlyList<Value> scanned, Subgraph body)
    {
        IReadOnlyList<Value> results = body(inner, carried.Concat(scanned.Select(x => Slice(inner.Capture(x), time))).ToArray());
        return new LoopRun(null, results.Take(carried.Count).ToArray(), results.Skip(carried.Count).ToArray());
    }

    static LoopRun Inside(LoopRun run, IReadOnlyList<Value> before, Dim time, Value length)
    {
        Value isInside = Algebra.Map(length, n => Algebra.Less(Scalars.ScalarExpr.Of(time), Algebra.Cast(n, ElementType.Int64)));
        return run with
        {
            Carried = run.Carried.Zip(before, (next, old) => Algebra.Select(isInside, next, old)).ToArray(),
            Slices = run.Slices.Select(slice => Algebra.Select(isInside, slice, Padding.Zero(slice))).ToArray(),
        };
    }

    static Value Slice(Value x, Dim index) => Views.Squeeze(Views.Slice(x, 0, index, 1), 0);

    static Dim Length(IReadOnlyList<Value> scanned)
    {
        if (scanned.Count == 0)
            throw new ModelException("A Scan needs an input to scan.");
        foreach (Value x in scanned)
            x.Scope.Require(x.Shape[0], scanned[0].Shape[0], "The scanned inputs must have the same length", scanned[0], x);
        return scanned[0].Shape[0];
    }

    static long At(long[]? values, int index) => values is not null && index < values.Length ? values[index] : 0;
}
