namespace OnnxCodegen.Conformance;

/// <summary>What became of a test.</summary>
internal enum Fate
{
    Passed,
    Failed,

    /// <summary>There is nothing to hold the results against, or no time to compute them.</summary>
    Skipped,
}

/// <summary>What became of a test, and why.</summary>
/// <param name="Reason">Why it failed or was skipped; for one that passed, the rule that loosened the comparison, else empty.</param>
internal sealed record Outcome(Fate Fate, string Reason)
{
    public static Outcome Passed(string rule = "") => new(Fate.Passed, rule);

    public static Outcome Failed(string reason) => new(Fate.Failed, reason);

    public static Outcome Skipped(string reason) => new(Fate.Skipped, reason);
}

/// <summary>The outcome of the test of a folder.</summary>
internal sealed record TestResult(TestFolder Folder, Outcome Outcome);
