namespace OnnxCodegen.Compiler.Import;

/// <summary>The messages of the format on the way from a model to its tensors.</summary>
internal enum WireMessage
{
    Model,
    TrainingInfo,
    Function,
    Graph,
    Node,
    Attribute,
    SparseTensor,
    Tensor,
}
