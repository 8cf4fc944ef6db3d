using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Conformance;

/// <summary>Holds the results of a model against references and remembers what loosened the comparison.</summary>
internal sealed class Verdict(TestFolder folder, OnnxModel model)
{
    readonly Comparison comparison = new(Tolerance.Of(folder));
    readonly Comparison byShape = new(Tolerance.Official with { ComparesElements = false });
    readonly string? rule = Tolerance.RuleOf(folder);
    IReadOnlySet<string>? chance;
    bool isLoosened;

    /// <summary>The outcome where no result differs.</summary>
    public Outcome Passed => Outcome.Passed(rule is not null ? $"the rule {rule} of tolerances.txt" : isLoosened ? "results of chance, compared by type and shape" : string.Empty);

    /// <summary>The first difference; null where there is none.</summary>
    public string? Difference(IReadOnlyList<object?> ours, IReadOnlyList<Contents> references) =>
        model.Graph.Outputs.Select((output, i) => Difference(output.Name, ours[i], references[i])).FirstOrDefault(d => d is not null);

    /// <summary>The standard fixes no generator of random numbers: where no rule tells what else is the same, two draws have type and shape in common.</summary>
    string? Difference(string name, object? ours, Contents reference)
    {
        string? difference = comparison.Difference(name, ours, reference);
        if (difference is null || rule is not null || !(chance ??= ChanceOutputs.Of(model)).Contains(name))
            return difference;
        isLoosened = true;
        return byShape.Difference(name, ours, reference);
    }
}
