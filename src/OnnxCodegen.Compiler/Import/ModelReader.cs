using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Google.Protobuf;
using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Compiler.Import;

/// <summary>Reads a model file.</summary>
internal static class ModelReader
{
    const int OldestIrVersion = 3;
    const int NewestIrVersion = 13;

    /// <summary>Reads everything but the weights.</summary>
    /// <exception cref="ModelException">The file is truncated, malformed, or of an unsupported version of the format.</exception>
    public static OnnxModel Read(ModelSource source, CancellationToken cancellation = default)
    {
        try
        {
            using Stream file = source.Open();
            WeightSkeleton skeleton = WeightSkeleton.Read(file, cancellation);
            return Read(source, skeleton, ModelProto.Parser.ParseFrom(skeleton.Bytes), cancellation);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new ModelException("This is no ONNX model: " + exception.Message, exception).InModel(source.Path);
        }
        catch (ModelException exception)
        {
            throw exception.InModel(source.Path);
        }
    }

    static OnnxModel Read(ModelSource source, WeightSkeleton skeleton, ModelProto proto, CancellationToken cancellation)
    {
        if (proto.IrVersion is < OldestIrVersion or > NewestIrVersion)
            throw new ModelException($"The IR version is {proto.IrVersion}; {OldestIrVersion} to {NewestIrVersion} are supported.");
        if (proto.Graph is null)
            throw new ModelException("The model has no graph.");
        Dictionary<string, long> versions = ReadOpsets(proto.OpsetImport);
        if (versions.Count == 0)
            throw new ModelException("The model imports no operator set.");
        var imports = new OpsetImports(versions);
        return new OnnxModel
        {
            Source = source,
            Hash = skeleton.Hash,
            FileLength = skeleton.FileLength,
            Weights = skeleton.Weights,
            IrVersion = proto.IrVersion,
            ProducerName = proto.ProducerName,
            ProducerVersion = proto.ProducerVersion,
            Domain = proto.Domain,
            ModelVersion = proto.ModelVersion,
            Documentation = proto.DocString,
            Metadata = proto.MetadataProps.Select(entry => new KeyValuePair<string, string>(entry.Key, entry.Value)).ToArray(),
            OpsetImports = imports,
            Graph = GraphReader.Read(proto.Graph, imports, cancellation),
            Functions = proto.Functions.Select(function => ReadFunction(function, versions, cancellation)).ToArray(),
        };
    }

    static OnnxFunction ReadFunction(FunctionProto proto, Dictionary<string, long> modelVersions, CancellationToken cancellation)
    {
        Dictionary<string, long> versions = ReadOpsets(proto.OpsetImport);
        foreach (string domain in modelVersions.Keys.Where(domain => !versions.ContainsKey(domain)))
            versions.Add(domain, modelVersions[domain]);
        var imports = new OpsetImports(versions);
        return new OnnxFunction
        {
            Domain = OpsetImports.Normalize(proto.Domain),
            Name = proto.Name,
            Overload = proto.Overload,
            Inputs = proto.Input.ToArray(),
            Outputs = proto.Output.ToArray(),
            Defaults = GraphReader.ReadAttributes(proto.AttributeProto, imports, cancellation),
            OpsetImports = imports,
            Nodes = GraphReader.ReadNodes(proto.Node, imports, cancellation),
        };
    }

    static Dictionary<string, long> ReadOpsets(IEnumerable<OperatorSetIdProto> protos)
    {
        var versions = new Dictionary<string, long>();
        foreach (OperatorSetIdProto proto in protos)
            versions[OpsetImports.Normalize(proto.Domain)] = proto.Version;
        return versions;
    }
}
