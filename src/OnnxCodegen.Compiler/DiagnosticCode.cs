namespace OnnxCodegen.Compiler;

/// <summary>The kinds of problems that a build reports. The number is that of the id: 1 is <c>ONNX001</c>.</summary>
internal enum DiagnosticCode
{
    UnreadableFile = 1,
    InvalidModel = 2,
    UnknownOperator = 3,
    UnsupportedType = 4,
    InvalidAttribute = 5,
    MissingExternalData = 6,
    DuplicateClassName = 7,
    UnsupportedProject = 8,
    InvalidOption = 9,
    InvalidNode = 10,
    InternalError = 11,
}
