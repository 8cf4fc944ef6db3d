using System;
using System.Threading;

namespace OnnxCodegen.Threading;

/// <summary>The workers that all models of the process share.</summary>
public static class WorkerPool
{
    static Workers? shared;
    static int rented;
    static int threadCount = Environment.ProcessorCount;

    /// <summary>
    /// How many threads one call may use, the calling thread included: the number of processors unless set. A new value
    /// holds from the next call on.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public static int ThreadCount
    {
        get => Volatile.Read(ref threadCount);
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            Volatile.Write(ref threadCount, value);
        }
    }

    /// <summary>
    /// Hands out the shared workers, or <see cref="Workers.Inline"/> while another call has them. Give them back with
    /// <see cref="Return"/>.
    /// </summary>
    public static Workers Rent()
    {
        int count = ThreadCount;
        if (count == 1 || Interlocked.CompareExchange(ref rented, 1, 0) != 0)
            return Workers.Inline;

        if (shared?.ThreadCount != count)
        {
            shared?.Dispose();
            shared = new Workers(count);
        }
        shared.IsBusy = true;
        return shared;
    }

    /// <summary>Takes back what <see cref="Rent"/> handed out.</summary>
    public static void Return(Workers workers)
    {
        if (workers != shared)
            return;
        workers.IsBusy = false;
        Volatile.Write(ref rented, 0);
    }
}
