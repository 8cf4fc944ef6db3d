using Microsoft.CodeAnalysis;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Generator;

/// <summary>What a build reports. The message names the model, the node and its operator, and says what is wrong.</summary>
internal static class Descriptors
{
    const string Category = "OnnxCodegen";
    const string Message = "{0}";

    static readonly DiagnosticDescriptor UnreadableFile = new(
        "ONNX001", "The model file cannot be read", Message, Category, DiagnosticSeverity.Error, true);

    static readonly DiagnosticDescriptor InvalidModel = new(
        "ONNX002", "The file is no valid ONNX model", Message, Category, DiagnosticSeverity.Error, true);

    static readonly DiagnosticDescriptor UnknownOperator = new(
        "ONNX003", "The model uses an unknown operator", Message, Category, DiagnosticSeverity.Error, true);

    static readonly DiagnosticDescriptor UnsupportedType = new(
        "ONNX004", "The model uses an unsupported type", Message, Category, DiagnosticSeverity.Error, true);

    static readonly DiagnosticDescriptor InvalidAttribute = new(
        "ONNX005", "An attribute does not fit its operator", Message, Category, DiagnosticSeverity.Error, true);

    static readonly DiagnosticDescriptor MissingExternalData = new(
        "ONNX006", "A file of external data is missing", Message, Category, DiagnosticSeverity.Error, true);

    static readonly DiagnosticDescriptor DuplicateClassName = new(
        "ONNX007", "Two models have the same class name", Message, Category, DiagnosticSeverity.Error, true);

    /// <summary>The one that concerns the project instead of a model.</summary>
    public static readonly DiagnosticDescriptor UnsupportedProject = new(
        "ONNX008", "The project cannot have compiled models", Message, Category, DiagnosticSeverity.Error, true);

    static readonly DiagnosticDescriptor InvalidOption = new(
        "ONNX009", "The metadata of a model's item is invalid", Message, Category, DiagnosticSeverity.Error, true);

    static readonly DiagnosticDescriptor InvalidNode = new(
        "ONNX010", "A node of the model cannot be compiled", Message, Category, DiagnosticSeverity.Error, true);

    static readonly DiagnosticDescriptor InternalError = new(
        "ONNX011", "The compiler failed", Message, Category, DiagnosticSeverity.Error, true);

    public static DiagnosticDescriptor Of(DiagnosticCode code) => code switch
    {
        DiagnosticCode.UnreadableFile => UnreadableFile,
        DiagnosticCode.InvalidModel => InvalidModel,
        DiagnosticCode.UnknownOperator => UnknownOperator,
        DiagnosticCode.UnsupportedType => UnsupportedType,
        DiagnosticCode.InvalidAttribute => InvalidAttribute,
        DiagnosticCode.MissingExternalData => MissingExternalData,
        DiagnosticCode.DuplicateClassName => DuplicateClassName,
        DiagnosticCode.UnsupportedProject => UnsupportedProject,
        DiagnosticCode.InvalidOption => InvalidOption,
        DiagnosticCode.InvalidNode => InvalidNode,
        _ => InternalError,
    };
}
