using System.Collections.Generic;
using System.IO;
using System.Linq;
using Google.Protobuf;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Conformance;

/// <summary>The model of a test as its data want it. ONNX Runtime takes a tensor of any shape for an input that is declared as a scalar; where the
/// data have such a tensor, the model is read with the tensor's shape declared.</summary>
internal sealed class TestSource(TestFolder folder) : FolderSource(folder)
{
    readonly TestFolder folder = folder;
    byte[]? redeclared;

    public override Stream Open()
    {
        if (redeclared is null && Shapes() is { Count: > 0 } shapes)
            redeclared = Redeclared(shapes);
        return redeclared is null ? base.Open() : new MemoryStream(redeclared, writable: false);
    }

    /// <summary>The shapes of the tensors that are given for scalars.</summary>
    Dictionary<string, IReadOnlyList<long>> Shapes()
    {
        var shapes = new Dictionary<string, IReadOnlyList<long>>();
        if (folder.DataSets.FirstOrDefault() is not { } set)
            return shapes;
        OnnxValueInfo[] inputs = [.. ModelReader.Read(new FolderSource(folder)).Graph.RequiredInputs];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Type is OnnxType.Tensor { Dims.Count: 0 } && TestFolder.Read(set, "input", i, inputs[i]) is OnnxValue.Tensor { Data.Dims: { Count: > 0 } dims })
                shapes.Add(inputs[i].Name, dims);
        }
        return shapes;
    }

    /// <summary>The model with other shapes of inputs. The declared shapes of other values follow from those of the inputs no more, and are left out.</summary>
    byte[] Redeclared(Dictionary<string, IReadOnlyList<long>> shapes)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(folder.Model));
        foreach (ValueInfoProto input in model.Graph.Input.Where(input => shapes.ContainsKey(input.Name)))
        {
            input.Type.TensorType.Shape.Dim.Add(shapes[input.Name].Select(length => new TensorShapeProto.Types.Dimension { DimValue = length }));
        }
        foreach (ValueInfoProto output in model.Graph.Output.Where(output => output.Type?.TensorType is not null))
            output.Type.TensorType.Shape = null;
        model.Graph.ValueInfo.Clear();
        return model.ToByteArray();
    }
}
