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

    static Comparer<(string Domain, string Name)> ByName { get; } =
        Comparer<(string Domain, string Name)>.Create((a, b) => string.CompareOrdinal($"{a.Domain}.{a.Name}", $"{b.Domain}.{b.Name}"));

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

    static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable("ONNX_ROBUSTNESS_" + name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
