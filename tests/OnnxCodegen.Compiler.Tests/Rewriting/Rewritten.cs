using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Rewriting;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Rewriting;

/// <summary>Holds what the rules make of a graph against the text of what they should make, and its results against those before.</summary>
internal static partial class Rewritten
{
    /// <summary>Asserts that the graph that is built over inputs becomes another one of the same results.</summary>
    public static void Becomes(string before, string after, Func<Value[], Value> build, params Tensor[] inputs) =>
        Becomes(before, after, Precision.Default, build, inputs);

    public static void Becomes(string before, string after, Precision precision, Func<Value[], Value> build, params Tensor[] inputs)
    {
        Graph graph = Build(x => [build(x)], inputs);
        Graph rewritten = Rewriter.Rewrite(graph, precision);

        Assert.Equal(Lines(before), Text(graph));
        Assert.Equal(Lines(after), Text(rewritten));
        Same(GraphEvaluator.Run(graph, inputs), GraphEvaluator.Run(rewritten, inputs));
    }

    /// <summary>Asserts that the graph stays as it is.</summary>
    public static void Stays(string text, Func<Value[], Value> build, params Tensor[] inputs) => Becomes(text, text, build, inputs);

    public static Graph Build(Func<Value[], IReadOnlyList<Value>> build, params Tensor[] inputs)
    {
        var scope = new Scope();
        Value[] parameters = inputs.Select((input, i) => scope.Add(new Parameter($"x{i}", new TensorType(input.Type, Shape.Of(input.Dims))))).ToArray();
        return new Graph("test", parameters, build(parameters).Select((value, i) => new GraphOutput($"y{i}", value)).ToArray());
    }

    /// <summary>A tensor of floats of small multiples of 1/8, which sums and products of a few keep exact.</summary>
    public static Tensor Floats(int seed, params long[] dims) => Numbers(ElementType.Float, seed, dims);

    public static Tensor Numbers(ElementType type, int seed, params long[] dims)
    {
        var random = new System.Random(seed);
        return new Tensor(type, dims, Enumerable.Range(0, (int)dims.Aggregate(1L, (a, b) => a * b)).Select(_ => random.Next(-16, 17) / 8.0).ToArray());
    }

    /// <summary>A line a node without the inputs, and the results; values are numbered in order.</summary>
    public static string Text(Graph graph)
    {
        var numbers = new Dictionary<string, string>();
        string Number(Match match)
        {
            if (!numbers.TryGetValue(match.Value, out string? number))
                numbers.Add(match.Value, number = "%" + numbers.Count.ToString(CultureInfo.InvariantCulture));
            return number;
        }

        IEnumerable<string> inputs = graph.Inputs.Select(i => i.ToString());
        IEnumerable<string> nodes = graph.Nodes.Where(n => n.Primitive is not Parameter)
            .Select(n => $"{string.Join(", ", n.Outputs)} = {n.Primitive.Print()}({string.Join(", ", n.Inputs)})");
        string result = "=> " + string.Join(", ", graph.Outputs.Select(o => o.Value));
        string[] lines = [.. new[] { string.Join(", ", inputs) }.Concat(nodes).Append(result).Select(line => Names().Replace(line, Number))];
        return string.Join("\n", lines.Skip(1));
    }

    public static void Same(IReadOnlyList<Tensor> expected, IReadOnlyList<Tensor> actual)
    {
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.Equal(expected[i].Type, actual[i].Type);
            Assert.Equal(expected[i].Dims, actual[i].Dims);
            double tolerance = expected[i].Type == ElementType.Float16 ? 2e-3 : 1e-5;
            if (expected[i].Type.IsFloating())
                Assert.All(Enumerable.Range(0, expected[i].Length), k => Assert.Equal(expected[i].Doubles[k], actual[i].Doubles[k], tolerance * (1 + Math.Abs(expected[i].Doubles[k]))));
            else
                Assert.Equal(expected[i].Data, actual[i].Data);
        }
    }

    static string Lines(string text) => text.Replace("\r", string.Empty, StringComparison.Ordinal);

    [GeneratedRegex(@"%\d+")]
    private static partial Regex Names();
}
