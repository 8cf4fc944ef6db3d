using System;
using System.Threading;

namespace OnnxCodegen.Conformance;

/// <summary>Runs a test with a time limit; an exception is its failure.</summary>
internal static class Attempt
{
    const int StackSize = 16 * 1024 * 1024;

    static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static Outcome Run(Func<Outcome> test)
    {
        Outcome? outcome = null;
        var thread = new Thread(() => outcome = Guarded(test), StackSize) { IsBackground = true };
        thread.Start();
        return thread.Join(Limit) ? outcome! : Outcome.Failed($"not finished after {Limit.TotalSeconds} s");
    }

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
