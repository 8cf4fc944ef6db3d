using System;
using System.Collections.Generic;

namespace OnnxCodegen.Compiler;

/// <summary>Marks a static method as the meaning of the ONNX operator of the same name (or of <see cref="Name"/>).</summary>
/// <remarks>Parameters of type Value are inputs, in the standard's order: required ones first, optional ones with the default null (or, before
/// required ones, marked Optional), a variadic last one as IReadOnlyList of Value. What an input must be is said by Rank, AtLeast and Indices. All other parameters are attributes, named like the attribute in camel case, with the
/// attribute's default: long, double, string, Tensor, ElementType (an int in the file), Subgraph, and lists of these. A parameter of type
/// Scope, OnnxNode or NamedValues receives the scope, the node or the values by their names. The result is a Value, a tuple of Values or a list of Values.</remarks>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OperatorAttribute(string? name = null) : Attribute
{
    public string? Name { get; } = name;

    /// <summary>Floating inputs below 32 bits are widened to float, and floats among the results are rounded once, at the end, to the type of
    /// the first floating input, or of those that <see cref="TypedAsAttribute"/> names.</summary>
    public bool Widens { get; set; }
}

/// <summary>For each result the input of whose type it is.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TypedAsAttribute(params string[] inputs) : Attribute
{
    public IReadOnlyList<string> Inputs { get; } = inputs;
}

/// <summary>The first opset version in which the method is the operator's meaning.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SinceAttribute(int version) : Attribute
{
    public int Version { get; } = version;
}

/// <summary>The opset version in which the operator was removed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UntilAttribute(int version) : Attribute
{
    public int Version { get; } = version;
}

/// <summary>The domain of the operators of a class; ai.onnx by default.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class DomainAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>The number of axes of an input.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class RankAttribute(int rank) : Attribute
{
    public int Rank { get; } = rank;
}

/// <summary>The smallest number of axes of an input.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class AtLeastAttribute(int rank) : Attribute
{
    public int Rank { get; } = rank;
}

/// <summary>An input of places or lengths: its elements are integers.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class IndicesAttribute : Attribute;
