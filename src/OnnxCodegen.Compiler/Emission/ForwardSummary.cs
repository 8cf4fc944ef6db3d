using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Planning;
using FunctionCall = OnnxCodegen.Compiler.Planning.FunctionCall;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints what a model consists of, above its forward pass.</summary>
internal static class ForwardSummary
{
    public static void Emit(Plan plan, OnnxModel model, CSharpWriter text)
    {
        text.Line($"/// <summary>The forward pass of {Documentation.Xml(model.Graph.Name)}.</summary>");
        text.Line("/// <remarks>");
        foreach (Value input in plan.Graph.Inputs)
            Line(text, "Input", $"{((Primitives.Parameter)input.Producer.Primitive).Name}: {input.Type}");
        foreach (GraphOutput output in plan.Graph.Outputs)
            Line(text, "Output", $"{output.Name}: {output.Value.Type}");
        Line(text, "Nodes", Count(model.Graph.Nodes.Select(node => node.DisplayOperator)));
        Line(text, "Steps", Count(plan.All.SelectMany(p => p.Calls).Where(call => call is not AllocateCall).Select(Kind)));
        text.Line("/// </remarks>");
    }

    static void Line(CSharpWriter text, string kind, string words) => text.Line($"/// <para>{kind} {Documentation.Xml(words)}</para>");

    /// <summary>Each word with its number, the most frequent first.</summary>
    static string Count(IEnumerable<string> words)
    {
        var groups = words.GroupBy(word => word, StringComparer.Ordinal)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).ToArray();
        string total = groups.Sum(g => g.Count()).ToString(CultureInfo.InvariantCulture);
        return $"({total}): {string.Join(", ", groups.Select(g => $"{g.Count().ToString(CultureInfo.InvariantCulture)} × {g.Key}"))}";
    }

    static string Kind(KernelCall call) => call switch
    {
        FunctionCall function => function.Function.Name,
        LineCall line => line.Kernel,
        LoopCall => "Loop",
        _ => call.GetType().Name.Replace("Call", string.Empty).Replace("Loop", string.Empty),
    };
}
