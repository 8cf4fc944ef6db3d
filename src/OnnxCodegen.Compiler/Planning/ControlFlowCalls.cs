using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>A graph within a graph that is run, and where its inputs lie, dense.</summary>
internal sealed record BodyRun(Plan Plan, IReadOnlyList<Access> Inputs);

/// <summary>A length of a result that the graph within or the function decides.</summary>
internal sealed record FoundLength(Symbol Symbol, int Axis)
{
    /// <summary>A length that is a symbol of its own.</summary>
    public static FoundLength Of(Shape shape, int axis) => new(shape[axis].Symbols.Single(), axis);
}

/// <summary>Where a result of a graph within or of a function goes, dense: memory that is at hand, an array that is made when its lengths are
/// found, or a local for an object.</summary>
internal sealed record Receiver(Access Access, Shape Shape, IReadOnlyList<FoundLength> Found)
{
    public bool IsFound => Found.Count > 0;

    /// <param name="lengths">The lengths that are found.</param>
    public static Receiver Of(Value output, IReadOnlyList<Symbol> lengths, PlanBuilder plan)
    {
        if (output.Type is not TensorType)
            return new Receiver(plan.NewObject(output), Shape.Scalar, []);
        FoundLength[] found = Enumerable.Range(0, output.Rank)
            .Where(axis => output.Shape[axis].Symbols.Any(lengths.Contains))
            .Select(axis => FoundLength.Of(output.Shape, axis)).ToArray();
        return new Receiver(found.Length > 0 ? plan.AwaitDense(output) : plan.AllocateDense(output), output.Shape, found);
    }
}

/// <summary>Runs one of two graphs.</summary>
internal sealed record IfCall(Access Condition, BodyRun Then, BodyRun Else, IReadOnlyList<Receiver> Results) : KernelCall
{
    public override IEnumerable<Access> Reads => Then.Inputs.Concat(Else.Inputs).Concat(new[] { Condition });

    public override IEnumerable<Access> Writes => Results.Select(r => r.Access);

    public override IEnumerable<Dim> Dims => Results.SelectMany(r => r.Shape);

    public override IEnumerable<Symbol> Finds => Results.SelectMany(r => r.Found).Select(f => f.Symbol);

    public override IEnumerable<Plan> Bodies => new[] { Then.Plan, Else.Plan };
}

/// <summary>A value that each run of a loop takes from the one before.</summary>
/// <param name="Result">Holds it between the runs and behind the last one. Where its lengths stay, the start was copied there.</param>
/// <param name="Next">Receives it from a run, where its lengths stay.</param>
/// <param name="Initial">Where it lies at the start, and <paramref name="InitialShape"/>, where lengths vary.</param>
/// <param name="InBody">The lengths that vary, as the body knows them.</param>
internal sealed record CarriedValue(Receiver Result, Access? Next, Access? Initial, Shape InitialShape, IReadOnlyList<FoundLength> InBody);

/// <summary>Runs a graph again and again.</summary>
/// <param name="Body">Its inputs are the captured ones alone; the carried ones come first.</param>
/// <param name="Condition">One bool, whether another run follows; null where the number of runs is known.</param>
/// <param name="Stacked">Receive a slice of each run.</param>
internal sealed record LoopCall(
    BodyRun Body, Symbol Index, Dim? Trips, Access? Condition, IReadOnlyList<CarriedValue> Carried, IReadOnlyList<Receiver> Stacked) : KernelCall
{
    public override IEnumerable<Access> Reads => Body.Inputs
        .Concat(Carried.SelectMany(c => new[] { c.Result.Access, c.Next, c.Initial }).OfType<Access>())
        .Concat(new[] { Condition }.OfType<Access>());

    public override IEnumerable<Access> Writes => Carried.Select(c => c.Result.Access)
        .Concat(Carried.Select(c => c.Next).Concat(new[] { Condition }).OfType<Access>())
        .Concat(Stacked.Select(s => s.Access));

    public override IEnumerable<Dim> Dims => new[] { Trips }.OfType<Dim>()
        .Concat(Carried.SelectMany(c => c.InitialShape)).Concat(Stacked.SelectMany(s => s.Shape));

    public override IEnumerable<Symbol> Finds => Carried.SelectMany(c => c.Result.Found.Concat(c.InBody))
        .Concat(Stacked.SelectMany(s => s.Found)).Select(f => f.Symbol).Prepend(Index);

    public override IEnumerable<Plan> Bodies => new[] { Body.Plan };
}
