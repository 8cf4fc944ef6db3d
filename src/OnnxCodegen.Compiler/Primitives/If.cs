using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Primitives;

/// <summary>The results of one of two graphs. Inputs: the condition, one bool; what <see cref="Then"/> captures; what <see cref="Else"/>
/// captures.</summary>
/// <param name="Results">The types that hold for both graphs.</param>
/// <param name="Lengths">The lengths in <paramref name="Results"/> that the graph taken decides.</param>
internal sealed record If(Graph Then, Graph Else, IReadOnlyList<ValueType> Results, IReadOnlyList<Symbol> Lengths) : Primitive
{
    public override bool IsPure => false;

    public override IReadOnlyList<Graph> Bodies => new[] { Then, Else };

    public override IReadOnlyList<Symbol> Counts => Lengths;

    public override IEnumerable<Symbol> Symbols => Then.EntrySymbols.Concat(Else.EntrySymbols);

    public override IReadOnlyList<ValueType> Infer(IReadOnlyList<Value> inputs)
    {
        Bools(inputs[0]);
        return Results;
    }

    public override Primitive WithBodies(IReadOnlyList<Graph> bodies) => this with { Then = bodies[0], Else = bodies[1] };

    public override IReadOnlyList<Tensor> Evaluate(IReadOnlyList<Tensor> inputs, Func<Symbol, long> sizes, IReadOnlyList<Value> outputs) =>
        Run(inputs, sizes, outputs).Cast<Tensor>().ToArray();

    public override IReadOnlyList<Contents> Run(IReadOnlyList<Contents> inputs, Func<Symbol, long> sizes, IReadOnlyList<Value> outputs) =>
        ((Tensor)inputs[0]).Longs[0] != 0
            ? GraphEvaluator.Run(Then, inputs.Skip(1).Take(Then.Inputs.Count).ToArray(), sizes)
            : GraphEvaluator.Run(Else, inputs.Skip(1 + Then.Inputs.Count).ToArray(), sizes);

    public override string Print() => "If";
}
