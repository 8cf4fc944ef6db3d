using System;
using System.Linq;
using System.Threading;

namespace OnnxCodegen.Conformance;

/// <summary>Runs a test with a time limit; an exception is its failure.</summary>
internal static class Attempt
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static string? Run(Func<string?> test)
    {
        string? result = null;
        var thread = new Thread(() => result = Guarded(test), 16 * 1024 * 1024) { IsBackground = true };
        thread.Start();
        return thread.Join(Limit) ? result : $"not finished after {Limit.TotalSeconds} s";
    }

    static string? Guarded(Func<string?> test)
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
            return $"{inner.GetType().Name}: {inner.Message.Split('\n')[0]}";
        }
    }
}
