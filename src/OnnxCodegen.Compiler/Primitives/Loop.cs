using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Primitives;

/// <summary>Runs a graph again and again. Inputs: whether to begin, one bool, if there is a condition; the carried values at the start; what
/// the body captures. Results: the carried values at the end; the stacked ones, a slice for each run along a new first axis.</summary>
/// <param name="Body">From the carried values and the captured ones to whether to go on (if there is a condition), the carried values of the
/// next run and a slice of each stacked value.</param>
/// <param name="Index">The number of runs before, known in the body.</param>
/// <param name="Trips">The largest number of runs; null for no bound.</param>
/// <param name="HasCondition">Whether a run decides if another one follows.</param>
/// <param name="Carried">The number of carried values.</param>
/// <param name="Results">The types of the results.</param>
/// <param name="Lengths">The lengths in <paramref name="Results"/> that the runs decide.</param>
internal sealed record Loop(
    Graph Body, Symbol Index, Dim? Trips, bool HasCondition, int Carried, IReadOnlyList<ValueType> Results, IReadOnlyList<Symbol> Lengths)
    : Primitive
{
    public override bool IsPure => false;

    public override IReadOnlyList<Graph> Bodies => new[] { Body };

    public override IReadOnlyList<Symbol> Counts => Lengths;

    public override IEnumerable<Dim> Dims => Trips is null ? Enumerable.Empty<Dim>() : new[] { Trips };

    /// <summary>Those of the index and of the carried values change from run to run.</summary>
    public override IEnumerable<Symbol> Symbols => base.Symbols.Concat(Body.EntrySymbols.Where(symbol => !Body.Scope!.Owns(symbol)));

    public override IReadOnlyList<ValueType> Infer(IReadOnlyList<Value> inputs)
    {
        if (HasCondition)
        {
            Bools(inputs[0]);
            Bools(Body.Outputs[0].Value);
        }
        return Results;
    }

    public override Primitive WithBodies(IReadOnlyList<Graph> bodies) => this with { Body = bodies[0] };

    public override IReadOnlyList<Tensor> Evaluate(IReadOnlyList<Tensor> inputs, Func<Symbol, long> sizes, IReadOnlyList<Value> outputs) =>
        Run(inputs, sizes, outputs).Cast<Tensor>().ToArray();

    public override IReadOnlyList<Contents> Run(IReadOnlyList<Contents> inputs, Func<Symbol, long> sizes, IReadOnlyList<Value> outputs)
    {
        int lead = HasCondition ? 1 : 0;
        long trips = Trips?.Evaluate(sizes) ?? long.MaxValue;
        bool goesOn = !HasCondition || ((Tensor)inputs[0]).Longs[0] != 0;
        Contents[] carried = inputs.Skip(lead).Take(Carried).ToArray();
        Contents[] captured = inputs.Skip(lead + Carried).ToArray();
        List<Tensor>[] slices = Results.Skip(Carried).Select(_ => new List<Tensor>()).ToArray();
        for (long i = 0; i < trips && goesOn; i++)
        {
            IReadOnlyList<Contents> run = GraphEvaluator.Run(Body, carried.Concat(captured).ToArray(), symbol => symbol == Index ? i : sizes(symbol));
            goesOn = !HasCondition || ((Tensor)run[0]).Longs[0] != 0;
            carried = run.Skip(lead).Take(Carried).ToArray();
            for (int k = 0; k < slices.Length; k++)
                slices[k].Add((Tensor)run[lead + Carried + k]);
        }
        return carried.Concat(slices.Select((s, k) => Stack(s, (TensorType)Results[Carried + k], sizes))).ToArray();
    }

    public override string Print() => $"Loop<{Index}; {(Trips is null ? "unbounded" : Trips.ToString())}{(HasCondition ? "; conditional" : string.Empty)}>";

    /// <summary>The slices along a new first axis; without slices the lengths that runs decide are 0.</summary>
    Tensor Stack(List<Tensor> slices, TensorType type, Func<Symbol, long> sizes)
    {
        long[] inner = slices.Count > 0
            ? slices[0].Dims
            : type.Shape.Skip(1).Select(d => d.Evaluate(symbol => Lengths.Contains(symbol) ? 0 : sizes(symbol))).ToArray();
        Tensor result = Tensor.New(type.Element, new[] { (long)slices.Count }.Concat(inner).ToArray());
        for (int i = 0; i < slices.Count; i++)
            Array.Copy(slices[i].Data, 0, result.Data, (long)i * slices[i].Length, slices[i].Length);
        return result;
    }
}
