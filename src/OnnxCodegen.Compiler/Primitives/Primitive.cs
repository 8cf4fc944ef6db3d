using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Primitives;

/// <summary>One of the closed set of operations that every ONNX operator is lowered to. A primitive knows the types of its results and
/// its meaning on tensors of known contents, nothing else.</summary>
internal abstract record Primitive
{
    /// <summary>The types of the results for inputs of the given types.</summary>
    public abstract IReadOnlyList<ValueType> Infer(IReadOnlyList<Value> inputs);

    /// <summary>The meaning, executed naively: folds constants and is the oracle of every kernel and rewrite.</summary>
    /// <param name="inputs">The contents of the inputs.</param>
    /// <param name="sizes">The values of the run-time sizes.</param>
    /// <param name="outputs">The types of the results.</param>
    public abstract IReadOnlyList<Tensor> Evaluate(IReadOnlyList<Tensor> inputs, Func<Symbol, long> sizes, IReadOnlyList<Value> outputs);

    /// <summary>The meaning where inputs or results are sequences, optionals or maps too.</summary>
    public virtual IReadOnlyList<Contents> Run(IReadOnlyList<Contents> inputs, Func<Symbol, long> sizes, IReadOnlyList<Value> outputs) =>
        Evaluate(inputs.Cast<Tensor>().ToArray(), sizes, outputs);

    /// <summary>The dims among the primitive's parameters.</summary>
    public virtual IEnumerable<Dim> Dims => Enumerable.Empty<Dim>();

    /// <summary>Whether the same inputs give the same results and the results may be computed when compiling.</summary>
    public virtual bool IsPure => true;

    /// <summary>Whether the results hold elements of the inputs (or a pad value) unchanged, only elsewhere.</summary>
    public virtual bool IsMovement => false;

    /// <summary>The graphs within.</summary>
    public virtual IReadOnlyList<Graph> Bodies => Array.Empty<Graph>();

    /// <summary>The sizes that are found when the primitive runs.</summary>
    public virtual IReadOnlyList<Symbol> Counts => Array.Empty<Symbol>();

    /// <summary>The sizes that must be known before the primitive runs.</summary>
    public virtual IEnumerable<Symbol> Symbols => Dims.SelectMany(d => d.Symbols);

    /// <summary>The same with other graphs of the same meaning within.</summary>
    public virtual Primitive WithBodies(IReadOnlyList<Graph> bodies) => this;

    /// <summary>The name and parameters, for people.</summary>
    public virtual string Print() => GetType().Name;

    /// <summary>Demands a tensor of numbers that have an order and an arithmetic of their own: integers, and floating-point ones of 16 bits and more.</summary>
    protected static Value Numbers(Value value) => value.ElementType.IsInteger() || (value.ElementType.IsFloating() && value.ElementType.Bits() >= 16) ? value
        : throw new Import.ModelException($"Numbers are expected, but a tensor of type {value.Type} is given.");

    /// <summary>Demands a tensor of bools.</summary>
    protected static Value Bools(Value value) => value.ElementType == ElementType.Bool ? value
        : throw new Import.ModelException($"Bools are expected, but a tensor of type {value.Type} is given.");

    protected static IReadOnlyList<ValueType> Types(ElementType element, Shape shape) => element == ElementType.Undefined
        ? throw new Import.ModelException("The elements of a tensor have no type.")
        : new ValueType[] { new TensorType(element, shape) };
}
