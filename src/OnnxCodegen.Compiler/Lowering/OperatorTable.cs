using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler;

/// <summary>One meaning of an operator: the method that lowers it, for opsets from <paramref name="Since"/> up to but without
/// <paramref name="Until"/>.</summary>
internal sealed record OperatorMeaning(string Domain, string Name, int Since, int Until, bool Widens, MethodInfo Method);

/// <summary>The operators, found by their attributes.</summary>
internal static class OperatorTable
{
    static readonly ILookup<(string, string), OperatorMeaning> Meanings = Find().ToLookup(m => (m.Domain, m.Name));

    public static IEnumerable<OperatorMeaning> All => Meanings.SelectMany(group => group);

    /// <summary>The meaning with the largest version that is not above the opset.</summary>
    public static OperatorMeaning Get(OnnxNode node)
    {
        if (!Meanings.Contains((node.Domain, node.Operator)))
            throw new ModelException(DiagnosticCode.UnknownOperator, $"The operator {node.DisplayOperator} is not known.");
        long opset = node.OpsetVersion ?? throw new ModelException(DiagnosticCode.UnknownOperator, $"The model imports no operator set '{node.Domain}'.");
        return Meanings[(node.Domain, node.Operator)]
            .Where(m => m.Since <= opset && opset < m.Until)
            .OrderByDescending(m => m.Since)
            .FirstOrDefault()
            ?? throw new ModelException(
                DiagnosticCode.UnknownOperator,
                $"The operator {node.DisplayOperator} does not exist in opset {opset.ToString(CultureInfo.InvariantCulture)}.");
    }

    static IEnumerable<OperatorMeaning> Find() =>
        from type in typeof(OperatorTable).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        let mark = method.GetCustomAttribute<OperatorAttribute>()
        where mark is not null
        orderby type.FullName, method.MetadataToken
        select new OperatorMeaning(
            type.GetCustomAttribute<DomainAttribute>()?.Name ?? string.Empty,
            mark.Name ?? method.Name,
            method.GetCustomAttribute<SinceAttribute>()?.Version ?? 1,
            method.GetCustomAttribute<UntilAttribute>()?.Version ?? int.MaxValue,
            mark.Widens,
            method);
}
