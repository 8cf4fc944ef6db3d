using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>What the public class of a model says.</summary>
internal sealed record SurfaceModel
{
    public required string ClassName { get; init; }

    /// <summary>Empty for the global namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary><c>public</c> or <c>internal</c>.</summary>
    public required string Accessibility { get; init; }

    /// <summary>The path of the model's file in its project.</summary>
    public required string Path { get; init; }

    public required IReadOnlyList<SurfaceInput> Inputs { get; init; }

    public required IReadOnlyList<SurfaceOutput> Outputs { get; init; }

    public string Documentation { get; init; } = string.Empty;

    public string Producer { get; init; } = string.Empty;

    public string Opsets { get; init; } = string.Empty;

    /// <summary>The number of elements of all initializers.</summary>
    public long ParameterCount { get; init; }

    /// <summary>Operations of all contractions of one call, free dims taken as 1; null where that is unknown.</summary>
    public long? FloatingPointOperations { get; init; }

    /// <summary>Whether calls that write into memory of the caller allocate none themselves once one has run.</summary>
    public bool AllocatesNothing { get; init; }

    /// <summary>The class of the forward pass, in the namespace <c>OnnxCodegen.Generated</c>.</summary>
    public string ForwardClass => (Namespace.Length == 0 ? ClassName : Namespace.Replace("_", "__").Replace('.', '_') + "_" + ClassName) + "_Forward";

    /// <summary>The names of the locals that hold the free lengths of the inputs.</summary>
    public required IReadOnlyDictionary<Symbol, string> Symbols { get; init; }
}

/// <summary>How a value enters or leaves <c>Predict</c>.</summary>
internal enum ValueForm
{
    /// <summary>A tensor of rank 0: its one element.</summary>
    Scalar,

    /// <summary>A tensor of fixed shape: a span or an array.</summary>
    Fixed,

    /// <summary>A tensor whose outermost axis alone is free: a span of whole rows.</summary>
    Rows,

    /// <summary>Any other tensor: it carries its shape.</summary>
    Shaped,

    /// <summary>A matrix whose columns have labels: a list of dictionaries.</summary>
    Labelled,

    /// <summary>A sequence, a map or an optional.</summary>
    Managed,
}

/// <summary>An input.</summary>
/// <param name="Name">The name in the model.</param>
/// <param name="Identifier">The parameter's name.</param>
/// <param name="Rows">The name of the local that holds the number of rows, where that is what is free.</param>
internal sealed record SurfaceInput(string Name, string Identifier, string Rows, ValueType Type, string Documentation)
{
    public ValueForm Form => ValueForms.OfInput(Type);
}

/// <summary>An output.</summary>
/// <param name="Name">The name in the model.</param>
/// <param name="Identifier">The name of the local, or of the parameter for the caller's memory.</param>
/// <param name="Local">The name of the local beside such a parameter.</param>
/// <param name="Written">The name of the parameter for the number of elements, where that depends on data.</param>
/// <param name="Member">The name of the record's member.</param>
/// <param name="Type">Of a labelled matrix the type of the matrix.</param>
/// <param name="Labels">Of a labelled matrix the labels of its columns, strings or 64-bit integers.</param>
/// <param name="DependsOnData">Whether the shape is unknown until the model has run.</param>
internal sealed record SurfaceOutput(
    string Name,
    string Identifier,
    string Local,
    string Written,
    string Member,
    ValueType Type,
    string Documentation,
    Tensor? Labels,
    bool DependsOnData)
{
    public ValueForm Form => Labels is null ? ValueForms.OfOutput(Type) : ValueForm.Labelled;
}

/// <summary>The forms of types.</summary>
internal static class ValueForms
{
    public static ValueForm OfInput(ValueType type)
    {
        ValueForm form = OfOutput(type);
        return form == ValueForm.Shaped && HasFreeRowsOnly(((TensorType)type).Shape) ? ValueForm.Rows : form;
    }

    public static ValueForm OfOutput(ValueType type) => type switch
    {
        TensorType { Shape.Rank: 0 } => ValueForm.Scalar,
        TensorType { Shape.IsConstant: true } => ValueForm.Fixed,
        TensorType => ValueForm.Shaped,
        _ => ValueForm.Managed,
    };

    static bool HasFreeRowsOnly(Shape shape) =>
        !shape[0].IsConstant && shape.Skip(1).All(dim => dim.IsConstant && dim.Value > 0);
}
