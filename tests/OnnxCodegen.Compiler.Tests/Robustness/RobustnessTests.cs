using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OnnxCodegen.Compiler.Import.Protobuf;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Robustness;

/// <summary>A model that is wrong gives a diagnostic that tells what, never an exception. The environment variable
/// <c>ONNX_ROBUSTNESS_COUNT</c> sets the number of models of each operator, <c>ONNX_ROBUSTNESS_SEED</c> what is drawn.</summary>
public class RobustnessTests
{
    const int AttemptsToBeValid = 6;

    static Comparer<(string Domain, string Name)> ByName { get; } =
        Comparer<(string Domain, string Name)>.Create((a, b) => string.CompareOrdinal($"{a.Domain}.{a.Name}", $"{b.Domain}.{b.Name}"));

    /// <summary>Other types, and shapes of other ranks and lengths.</summary>
    static readonly Action<ValueInfoProto>[] Changes =
    [
        input => input.Type = RandomNode.Value(string.Empty, ElementType.String, []).Type,
        input => input.Type = RandomNode.Value(string.Empty, ElementType.Complex64, [2L, 3L]).Type,
        input => input.Type = RandomNode.Value(string.Empty, ElementType.Float, []).Type,
        input => input.Type = RandomNode.Value(string.Empty, ElementType.Int64, [7L, 11L, 13L, 17L, 19L, 23L]).Type,
        input => input.Type = new TypeProto { SequenceType = new() { ElemType = RandomNode.Value(string.Empty, ElementType.Float, [2L]).Type } },
    ];

    public static TheoryData<string, string> Operators
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach ((string domain, string name) in OperatorTable.All.Select(m => (m.Domain, m.Name)).Distinct().OrderBy(o => o, ByName))
                data.Add(domain, name);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void Wrong_models_give_diagnostics(string domain, string name)
    {
        foreach (OperatorMeaning meaning in OperatorTable.All.Where(m => m.Domain == domain && m.Name == name))
        {
            var random = new Random(Setting("SEED", 1) + name.Sum(letter => letter));
            var draw = new RandomNode(random, meaning);
            for (int count = Setting("COUNT", 8); count > 0; count--)
            {
                ModelProto model = draw.Draw();
                for (int attempt = 1; !Compilation.Succeeds(model) && attempt < AttemptsToBeValid; attempt++)
                    model = draw.Draw();
                Compilation.Succeeds(Mutation.Of(model, random, draw));
            }
        }
    }

    public static TheoryData<string> AllExamples => [.. Examples.All];

    [Theory]
    [MemberData(nameof(AllExamples))]
    public void Examples_are_valid_and_what_is_wrong_about_them_is_told(string example)
    {
        ModelProto model = new ExampleNode(example).Model();
        Assert.Equal([], Compilation.Problems(model));
        for (int i = 0; i < model.Graph.Input.Count; i++)
        {
            foreach (Action<ValueInfoProto> change in Changes)
            {
                ModelProto changed = model.Clone();
                change(changed.Graph.Input[i]);
                foreach (string problem in Compilation.Problems(changed))
                    Assert.Contains($"'{model.Graph.Input[i].Name}'", problem, StringComparison.Ordinal);
            }
        }
        for (int i = 0; i < model.Graph.Node[0].Input.Count; i++)
        {
            ModelProto changed = model.Clone();
            changed.Graph.Node[0].Input[i] = string.Empty;
            foreach (string problem in Compilation.Problems(changed))
                Assert.Contains("'node'", problem, StringComparison.Ordinal);
        }
        var random = new Random(Setting("SEED", 1));
        var draw = new RandomNode(random, OperatorTable.All.First());
        for (int count = Setting("COUNT", 8) * 4; count > 0; count--)
            Compilation.Problems(Mutation.Of(model, random, draw));
    }

    static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable("ONNX_ROBUSTNESS_" + name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
