using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>A step of a plan.</summary>
internal abstract record KernelCall
{
    /// <summary>The ONNX nodes that the step stands for.</summary>
    public IReadOnlyList<string> Origins { get; init; } = Array.Empty<string>();

    /// <summary>The ONNX node that the step comes from: the last one.</summary>
    public string Provenance => Origins is [.., var last] ? last : string.Empty;

    public abstract IEnumerable<Access> Reads { get; }

    public abstract IEnumerable<Access> Writes { get; }

    /// <summary>Sizes, strides and offsets that the step mentions beside those of its accesses.</summary>
    public virtual IEnumerable<Dim> Dims => Enumerable.Empty<Dim>();

    /// <summary>The sizes that become known by the step.</summary>
    public virtual IEnumerable<Symbol> Finds => Enumerable.Empty<Symbol>();

    /// <summary>Multiplications and additions, where they are what the step spends its time on; else zero.</summary>
    public virtual Dim Operations => Dim.Zero;

    /// <summary>The plans of graphs that the step runs.</summary>
    public virtual IEnumerable<Plan> Bodies => Enumerable.Empty<Plan>();

    /// <summary>All sizes, strides and offsets.</summary>
    public IEnumerable<Dim> Mentions => Dims
        .Concat(Reads.Concat(Writes).SelectMany(a => a.Strides.Concat(new[] { a.Offset, a.Buffer.Length })));
}

/// <summary>Nested loops over the result's axes that store an expression of operands and coordinates: any types, any strides.</summary>
/// <param name="Operands">Accesses with the strides of the result's axes.</param>
internal sealed record ScalarLoop(ScalarExpr Expression, Shape Shape, IReadOnlyList<Access> Operands, Access Result) : KernelCall
{
    public override IEnumerable<Access> Reads => Operands;

    public override IEnumerable<Access> Writes => new[] { Result };

    public override IEnumerable<Dim> Dims => Shape.Concat(Expression.Dims);
}

/// <summary>A float expression over rows of columns by the vectorised driver. The accesses have strides along two outer axes and from row
/// to row.</summary>
/// <param name="Lengths">Of the outer axes and rows.</param>
/// <param name="Sizes">Numbers that follow the operands.</param>
internal sealed record ElementwiseCall(
    MapStruct Map, IReadOnlyList<Dim> Lengths, Dim Columns, Access? Primary, IReadOnlyList<Access> Operands, IReadOnlyList<Dim> Sizes, Access Result)
    : KernelCall
{
    public override IEnumerable<Access> Reads => Primary is null ? Operands : Operands.Concat(new[] { Primary });

    public override IEnumerable<Access> Writes => new[] { Result };

    public override IEnumerable<Dim> Dims => Sizes.Concat(Lengths).Concat(new[] { Columns });
}

/// <summary>Converts a strided tensor to another type, one of both float: every element keeps its value or is rounded to it.</summary>
internal sealed record ConvertCall(Shape Shape, Access Source, Access Result) : KernelCall
{
    public override IEnumerable<Access> Reads => new[] { Source };

    public override IEnumerable<Access> Writes => new[] { Result };

    public override IEnumerable<Dim> Dims => Shape;
}

/// <summary>Copies a strided tensor.</summary>
internal sealed record CopyCall(Shape Shape, Access Source, Access Result) : KernelCall
{
    public override IEnumerable<Access> Reads => new[] { Source };

    public override IEnumerable<Access> Writes => new[] { Result };

    public override IEnumerable<Dim> Dims => Shape;
}

/// <summary>Folds axes by nested loops: any type, any strides.</summary>
/// <param name="Flags">1 where an axis is folded.</param>
internal sealed record ReduceLoop(Primitives.Reduction Operation, Shape Shape, IReadOnlyList<Dim> Flags, Access Source, Access Result) : KernelCall
{
    public override IEnumerable<Access> Reads => new[] { Source };

    public override IEnumerable<Access> Writes => new[] { Result };

    public override IEnumerable<Dim> Dims => Shape.Concat(Flags);
}

/// <summary>Sums of products by nested loops: any type, any strides.</summary>
/// <param name="Shape">The result's axes.</param>
/// <param name="Summed">The lengths of the summed axes; operands have strides for the result's axes and then for these.</param>
internal sealed record ContractLoop(ElementType Accumulate, Shape Shape, Shape Summed, Access A, Access B, Access Result) : KernelCall
{
    public override IEnumerable<Access> Reads => new[] { A, B };

    public override IEnumerable<Access> Writes => new[] { Result };

    public override IEnumerable<Dim> Dims => Shape.Concat(Summed);

    public override Dim Operations => 2 * Shape.Elements * Summed.Elements;
}

/// <summary>An axis of a tensor that indices address.</summary>
/// <param name="Stride">Elements from one index to the next.</param>
internal sealed record IndexedAxis(Dim Length, Dim Stride);

/// <summary>Copies elements whose places are given by index tensors. All accesses have strides along the axes of the loops.</summary>
/// <param name="Axes">The lengths of the loops, outermost first.</param>
/// <param name="Run">The number of elements that follow one another in the source and in the result and are copied together.</param>
/// <param name="Indexed">For each index tensor the axis of the source that it addresses.</param>
internal sealed record GatherLoop(
    Primitives.OutsideMode Outside, IReadOnlyList<Dim> Axes, Dim Run, IReadOnlyList<IndexedAxis> Indexed,
    Access Source, IReadOnlyList<Access> Indices, Access Result) : KernelCall
{
    /// <summary>The number of outer loops that decide which indices are read.</summary>
    public int IndexLoops => Enumerable.Range(1, Axes.Count).LastOrDefault(loops => Indices.Any(i => i.Strides[loops - 1] != Dim.Zero));

    public override IEnumerable<Access> Reads => Indices.Concat(new[] { Source });

    public override IEnumerable<Access> Writes => new[] { Result };

    public override IEnumerable<Dim> Dims => Axes.Concat(Indexed.SelectMany(axis => new[] { axis.Length, axis.Stride })).Append(Run);
}

/// <summary>Combines updates into a tensor at places given by index tensors, after x was copied into the result.</summary>
/// <param name="Updates">Strides: axes of the index tensors, inner axes.</param>
/// <param name="Result">Strides: batch axes, indexed axes, inner axes.</param>
internal sealed record ScatterLoop(
    Primitives.ScatterOperation Operation, int Batch, Shape IndexShape, Shape Inner, IReadOnlyList<Dim> Lengths,
    Access Updates, IReadOnlyList<Access> Indices, Access Result) : KernelCall
{
    public override IEnumerable<Access> Reads => Indices.Concat(new[] { Updates, Result });

    public override IEnumerable<Access> Writes => new[] { Result };

    public override IEnumerable<Dim> Dims => IndexShape.Concat(Inner).Concat(Lengths);
}

/// <summary>A runtime kernel over the lines of dense tensors: outer × n × inner.</summary>
internal sealed record LineCall(string Kernel, IReadOnlyList<object> Arguments, Dim Outer, Dim Length, Dim Inner, Access Source, IReadOnlyList<Access> Results)
    : KernelCall
{
    public override IEnumerable<Access> Reads => new[] { Source };

    public override IEnumerable<Access> Writes => Results;

    public override IEnumerable<Dim> Dims => Arguments.OfType<Dim>().Concat(new[] { Outer, Length, Inner });
}

/// <summary>Coordinates of nonzero elements; binds the number of rows before the result exists.</summary>
internal sealed record NonZeroCall(Symbol Count, Shape Shape, Access Source, Access Result) : KernelCall
{
    public override IEnumerable<Access> Reads => new[] { Source };

    public override IEnumerable<Access> Writes => new[] { Result };

    public override IEnumerable<Dim> Dims => Shape;
}

/// <summary>Stores run-time sizes as an integer tensor.</summary>
internal sealed record StoreDims(IReadOnlyList<Dim> Values, Access Result) : KernelCall
{
    public override IEnumerable<Access> Reads => Enumerable.Empty<Access>();

    public override IEnumerable<Access> Writes => new[] { Result };

    public override IEnumerable<Dim> Dims => Values;
}

/// <summary>Reads an element of an integer tensor into a run-time size.</summary>
internal sealed record BindSymbol(Symbol Symbol, Access Source, Shape Shape, int Index) : KernelCall
{
    public override IEnumerable<Symbol> Finds => new[] { Symbol };

    public override IEnumerable<Access> Reads => new[] { Source };

    public override IEnumerable<Access> Writes => Enumerable.Empty<Access>();

    public override IEnumerable<Dim> Dims => Shape;
}

/// <summary>Makes the buffer of a result or of a size that was not known at the start.</summary>
internal sealed record AllocateCall(Buffer Buffer, Shape? OutputShape) : KernelCall
{
    public override IEnumerable<Access> Reads => Enumerable.Empty<Access>();

    public override IEnumerable<Access> Writes => Enumerable.Empty<Access>();

    public override IEnumerable<Dim> Dims => (OutputShape ?? Enumerable.Empty<Dim>()).Concat(new[] { Buffer.Length });
}

/// <summary>A named function of the runtime on whole tensors and objects.</summary>
internal sealed record FunctionCall(Primitives.CallFunction Function, IReadOnlyList<Access> Inputs, IReadOnlyList<Receiver> Results) : KernelCall
{
    public override IEnumerable<Access> Reads => Inputs;

    public override IEnumerable<Access> Writes => Results.Select(r => r.Access);

    public override IEnumerable<Dim> Dims => Results.SelectMany(r => r.Shape).Concat(Function.Dims);

    public override IEnumerable<Symbol> Finds => Results.SelectMany(r => r.Found).Select(f => f.Symbol);
}

/// <summary>Hands a result of the graph out that is an object.</summary>
internal sealed record GiveObject(int Position, Access Source) : KernelCall
{
    public override IEnumerable<Access> Reads => new[] { Source };

    public override IEnumerable<Access> Writes => Enumerable.Empty<Access>();
}

/// <summary>Counts the nonzero elements of a dense tensor and binds the number.</summary>
internal sealed record CountNonZero(Symbol Count, Dim Length, Access Source) : KernelCall
{
    public override IEnumerable<Symbol> Finds => new[] { Count };

    public override IEnumerable<Access> Reads => new[] { Source };

    public override IEnumerable<Access> Writes => Enumerable.Empty<Access>();

    public override IEnumerable<Dim> Dims => new[] { Length };
}

/// <summary>Stores one element everywhere in a strided tensor.</summary>
internal sealed record FillCall(ScalarLiteral Element, Shape Shape, Access Result) : KernelCall
{
    public override IEnumerable<Access> Reads => Enumerable.Empty<Access>();

    public override IEnumerable<Access> Writes => new[] { Result };

    public override IEnumerable<Dim> Dims => Shape;
}

/// <summary>Fills a dense tensor of uint32 with random bits.</summary>
/// <param name="Start">Where the sequence starts; null for another place in every call.</param>
internal sealed record RandomCall(ulong? Start, Dim Length, Access Result) : KernelCall
{
    public override IEnumerable<Access> Reads => Enumerable.Empty<Access>();

    public override IEnumerable<Access> Writes => new[] { Result };

    public override IEnumerable<Dim> Dims => new[] { Length };
}
