using System;
using System.Runtime;
using System.Threading;

namespace OnnxCodegen.Conformance;

/// <summary>Runs tests for a limited time each; an exception is a failure.</summary>
/// <param name="limit">After this time a test is stopped.</param>
/// <param name="skipsSlow">Whether a test that was stopped counts as skipped rather than failed.</param>
internal sealed class Attempt(TimeSpan limit, bool skipsSlow)
{
    const int StackSize = 16 * 1024 * 1024;

    /// <summary>How long the stop of a test may take; code that cannot be stopped runs on.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A minute, which every test must keep.</summary>
    public static readonly Attempt Minute = new(TimeSpan.FromMinutes(1), skipsSlow: false);

    public Outcome Run(Func<Outcome> test)
    {
        Outcome? outcome = null;
        var thread = new Thread(() => outcome = Limited(test), StackSize) { IsBackground = true };
        thread.Start();
        return thread.Join(limit + Patience) && outcome is not null ? outcome : TooSlow();
    }

    Outcome? Limited(Func<Outcome> test)
    {
        Outcome? outcome = null;
        using var cancellation = new CancellationTokenSource(limit);
        try
        {
#pragma warning disable SYSLIB0046 // loops of models and of naive meanings look at no token, and nothing of a stopped test is used again
            ControlledExecution.Run(() => outcome = Guarded(test), cancellation.Token);
#pragma warning restore SYSLIB0046
        }
        catch (OperationCanceledException)
        {
            outcome = null;
        }
        return outcome;
    }

    Outcome TooSlow() => skipsSlow
        ? Outcome.Skipped($"too slow: not finished after {limit.TotalSeconds} s")
        : Outcome.Failed($"not finished after {limit.TotalSeconds} s");

    static Outcome Guarded(Func<Outcome> test)
    {
        try
        {
            return test();
        }
#pragma warning disable CA1031 // whatever a model throws is its failure
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Exception inner = exception;
            while (inner.InnerException is { } cause)
                inner = cause;
            return Outcome.Failed($"{inner.GetType().Name}: {inner.Message.Split('\n')[0]}");
        }
    }
}
