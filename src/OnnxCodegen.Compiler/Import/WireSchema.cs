using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Compiler.Import;

/// <summary>Which fields lead to tensors, and which fields of a tensor hold its elements.</summary>
internal static class WireSchema
{
    /// <summary>The message in a field when tensors may lie within; otherwise null.</summary>
    public static WireMessage? Nested(WireMessage message, int field) => (message, field) switch
    {
        (WireMessage.Model, ModelProto.GraphFieldNumber) => WireMessage.Graph,
        (WireMessage.Model, ModelProto.TrainingInfoFieldNumber) => WireMessage.TrainingInfo,
        (WireMessage.Model, ModelProto.FunctionsFieldNumber) => WireMessage.Function,
        (WireMessage.TrainingInfo, TrainingInfoProto.InitializationFieldNumber) => WireMessage.Graph,
        (WireMessage.TrainingInfo, TrainingInfoProto.AlgorithmFieldNumber) => WireMessage.Graph,
        (WireMessage.Function, FunctionProto.NodeFieldNumber) => WireMessage.Node,
        (WireMessage.Function, FunctionProto.AttributeProtoFieldNumber) => WireMessage.Attribute,
        (WireMessage.Graph, GraphProto.NodeFieldNumber) => WireMessage.Node,
        (WireMessage.Graph, GraphProto.InitializerFieldNumber) => WireMessage.Tensor,
        (WireMessage.Graph, GraphProto.SparseInitializerFieldNumber) => WireMessage.SparseTensor,
        (WireMessage.Node, NodeProto.AttributeFieldNumber) => WireMessage.Attribute,
        (WireMessage.Attribute, AttributeProto.TFieldNumber) => WireMessage.Tensor,
        (WireMessage.Attribute, AttributeProto.TensorsFieldNumber) => WireMessage.Tensor,
        (WireMessage.Attribute, AttributeProto.GFieldNumber) => WireMessage.Graph,
        (WireMessage.Attribute, AttributeProto.GraphsFieldNumber) => WireMessage.Graph,
        (WireMessage.Attribute, AttributeProto.SparseTensorFieldNumber) => WireMessage.SparseTensor,
        (WireMessage.Attribute, AttributeProto.SparseTensorsFieldNumber) => WireMessage.SparseTensor,
        (WireMessage.SparseTensor, SparseTensorProto.ValuesFieldNumber) => WireMessage.Tensor,
        (WireMessage.SparseTensor, SparseTensorProto.IndicesFieldNumber) => WireMessage.Tensor,
        _ => null,
    };

    public static bool HoldsNumbers(int tensorField) => tensorField
        is TensorProto.RawDataFieldNumber or TensorProto.FloatDataFieldNumber or TensorProto.DoubleDataFieldNumber
        or TensorProto.Int32DataFieldNumber or TensorProto.Int64DataFieldNumber or TensorProto.Uint64DataFieldNumber;
}
