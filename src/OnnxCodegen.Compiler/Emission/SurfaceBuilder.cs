using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Derives what the public class of a model says.</summary>
internal static class SurfaceBuilder
{
    /// <param name="labels">For every output the labels of its columns where it is a ZipMap's matrix, else null.</param>
    public static SurfaceModel Build(OnnxModel model, Graph graph, IReadOnlyList<Tensor?> labels, CompilerOptions options)
    {
        var locals = new NameScope("inputs");
        SurfaceInput[] inputs = graph.Inputs.Select(input => Input(model, input, locals)).ToArray();
        var known = new HashSet<Symbol>(inputs.SelectMany(input => input.Type.Symbols));
        var members = new NameScope(
            "Prediction", "Result", "Equals", "GetHashCode", "GetType", "ToString", "Deconstruct", "PrintMembers", "MemberwiseClone",
            "Finalize", "ReferenceEquals", "EqualityContract");
        SurfaceOutput[] outputs = graph.Outputs
            .Select((output, index) => Output(model, output, labels[index], known, locals, members)).ToArray();
        return new SurfaceModel
        {
            ClassName = options.ClassName,
            Namespace = options.Namespace,
            Accessibility = options.Accessibility,
            Path = model.Source.Path,
            Inputs = inputs,
            Outputs = outputs,
            Symbols = SymbolNames(inputs, locals),
            Documentation = model.Documentation.Length > 0 ? model.Documentation : model.Graph.Documentation,
            Producer = (model.ProducerName + " " + model.ProducerVersion).Trim(),
            Opsets = model.OpsetImports.ToString(),
            ParameterCount = model.Graph.Initializers.Sum(tensor => tensor.Count),
            FloatingPointOperations = ContractionCost.Of(graph),
            AllocatesNothing = graph.Nodes.All(node => IsOfOneStage(node, known)),
        };
    }

    /// <summary>Whether a node has tensors of plain elements as results whose sizes are known when a call starts.</summary>
    static bool IsOfOneStage(Node node, HashSet<Symbol> known) => node.Primitive is not (Primitives.If or Primitives.Loop)
        && node.Outputs.All(value => value.Type is TensorType { Element: not ElementType.String } && value.Type.Symbols.All(known.Contains));

    static SurfaceInput Input(OnnxModel model, Value value, NameScope locals)
    {
        string name = ((Primitives.Parameter)value.Producer.Primitive).Name;
        string identifier = locals.Unique(Names.Camel(name, "input"));
        return new SurfaceInput(name, identifier, locals.Unique(identifier + "Rows"), value.Type, Documented(model.Graph.Inputs, name));
    }

    static SurfaceOutput Output(
        OnnxModel model, GraphOutput output, Tensor? labels, HashSet<Symbol> known, NameScope locals, NameScope members)
    {
        string identifier = locals.Unique(Names.Camel(output.Name, "output"));
        return new SurfaceOutput(
            output.Name,
            identifier,
            locals.Unique(identifier + "Tensor"),
            locals.Unique(identifier + "Written"),
            members.Unique(Names.Pascal(output.Name, "Output")),
            output.Value.Type,
            Documented(model.Graph.Outputs, output.Name),
            labels,
            output.Value.Type.Symbols.Any(symbol => !known.Contains(symbol)));
    }

    static Dictionary<Symbol, string> SymbolNames(IEnumerable<SurfaceInput> inputs, NameScope locals)
    {
        var names = new Dictionary<Symbol, string>();
        foreach (Symbol symbol in inputs.SelectMany(input => input.Type.Symbols))
        {
            if (!names.ContainsKey(symbol))
                names.Add(symbol, locals.Unique(Names.Camel(symbol.Name, "length")));
        }
        return names;
    }

    static string Documented(IEnumerable<OnnxValueInfo> values, string name) =>
        values.FirstOrDefault(value => value.Name == name)?.Documentation ?? string.Empty;
}
