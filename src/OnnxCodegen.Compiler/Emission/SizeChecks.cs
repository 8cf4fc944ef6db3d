using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Planning;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints the facts about sizes that were assumed without proof, each as soon as its sizes are known.</summary>
internal sealed class SizeChecks
{
    readonly ForwardWriter forward;
    readonly HashSet<Symbol> known = new();
    List<Check> pending;

    public SizeChecks(Plan plan, ForwardWriter forward)
    {
        this.forward = forward;
        pending = plan.Graph.Scope?.Checks.ToList() ?? new List<Check>();
    }

    /// <summary>Prints the checks that need no other sizes than those found now and before.</summary>
    public void Emit(IEnumerable<Symbol> found)
    {
        known.UnionWith(found);
        foreach (Check check in pending.Where(IsReady))
        {
            forward.Body.Line($"{Method(check.Kind)}({forward.Dims.Long(check.Actual)}, {forward.Dims.Long(check.Expected)}, {Literals.String(check.Message)});");
        }
        pending = pending.Where(check => !IsReady(check)).ToList();
    }

    static string Method(CheckKind kind) => kind switch
    {
        CheckKind.Equal => RuntimeNames.RequireSizes,
        CheckKind.Broadcasts => RuntimeNames.RequireBroadcast,
        _ => RuntimeNames.RequireAtLeast,
    };

    bool IsReady(Check check) => check.Actual.Symbols.Concat(check.Expected.Symbols).All(known.Contains);
}
