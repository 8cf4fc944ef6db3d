using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace OnnxCodegen.Threading;

/// <summary>
/// Threads that share the parts of a loop with the calling thread. Between the loops of a call they spin for up to a
/// millisecond, after the call for some microseconds, then they sleep.
/// </summary>
/// <remarks>One thread at a time may call <see cref="For"/>. A loop allocates nothing.</remarks>
public sealed unsafe class Workers : IDisposable
{
    static readonly long idleTicks = Stopwatch.Frequency / 20_000;
    static readonly long busyTicks = Stopwatch.Frequency / 1_000;

    readonly SemaphoreSlim wake = new(0);
    delegate*<void*, int, void> invoke;
    void* body;
    readonly Share[] shares;
    int loops;
    int unfinished;
    int sleepers;
    bool running;
    bool started;
    bool busy;
    volatile bool disposed;
    ExceptionDispatchInfo? failure;

    /// <summary>Workers of <paramref name="threadCount"/> − 1 threads beside the calling one; they start with the first loop that is shared.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threadCount"/> is below 1.</exception>
    public Workers(int threadCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threadCount, 1);
        ThreadCount = threadCount;
        shares = new Share[threadCount];
    }

    /// <summary>No further thread: every loop runs on the calling thread. May be used by many threads at once.</summary>
    public static Workers Inline { get; } = new(1);

    /// <summary>The number of threads that take part in a loop, the calling thread included.</summary>
    public int ThreadCount { get; }

    /// <summary>Whether a call is at work, so that the next loop is near.</summary>
    internal bool IsBusy
    {
        get => Volatile.Read(ref busy);
        set => Volatile.Write(ref busy, value);
    }

    /// <summary>
    /// Invokes parts 0 … <paramref name="parts"/> − 1 and returns when all are done. The first exception of a part is
    /// rethrown then. A loop within a part runs on the part's own thread.
    /// </summary>
    /// <remarks>The parts run on a copy of <paramref name="body"/>. Each thread begins with parts that follow one another, the same ones in
    /// every loop of as many parts, so that it finds in its caches what it wrote there; then it takes the last ones of others.</remarks>
    public void For<TBody>(scoped ref TBody body, int parts)
        where TBody : struct, IParallelBody
    {
        if (ThreadCount == 1 || parts <= 1 || running)
        {
            for (int part = 0; part < parts; part++)
                body.Invoke(part);
            return;
        }
        TBody copy = body;
        Run(&Invoke<TBody>, Unsafe.AsPointer(ref copy), parts);
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        disposed = true;
        if (ThreadCount > 1)
            wake.Release(ThreadCount - 1);
    }

    static void Invoke<TBody>(void* body, int part)
        where TBody : struct, IParallelBody
        => Unsafe.AsRef<TBody>(body).Invoke(part);

    void Run(delegate*<void*, int, void> invoke, void* body, int parts)
    {
        running = true;
        if (!started)
            Start();
        this.invoke = invoke;
        this.body = body;
        Volatile.Write(ref unfinished, parts);
        for (int thread = 0; thread < ThreadCount; thread++)
            shares[thread].Set((int)((long)parts * thread / ThreadCount), (int)((long)parts * (thread + 1) / ThreadCount));
        Interlocked.Increment(ref loops);
        Wake(Math.Min(parts, ThreadCount) - 1);
        RunParts(0);
        AwaitOthers();

        running = false;
        ExceptionDispatchInfo? thrown = failure;
        failure = null;
        thrown?.Throw();
    }

    void Start()
    {
        started = true;
        for (int i = 1; i < ThreadCount; i++)
        {
            int thread = i;
            new Thread(() => Work(thread)) { IsBackground = true, Name = "OnnxCodegen worker" }.Start();
        }
    }

    /// <summary>Waits for the parts that others have begun: awake for as long as a part usually takes, since a thread that yields may not
    /// be back soon.</summary>
    void AwaitOthers()
    {
        long start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref unfinished) != 0)
        {
            if (Stopwatch.GetTimestamp() - start < idleTicks)
                Thread.SpinWait(1);
            else
                Thread.Yield();
        }
    }

    /// <summary>Runs the thread's own parts, then those that others have not begun.</summary>
    void RunParts(int thread)
    {
        for (int part; (part = shares[thread].TakeFirst()) >= 0;)
            RunPart(part);
        for (int i = 1; i < ThreadCount; i++)
        {
            ref Share other = ref shares[(thread + i) % ThreadCount];
            for (int part; (part = other.TakeLast()) >= 0;)
                RunPart(part);
        }
    }

    void RunPart(int part)
    {
        try
        {
            invoke(body, part);
        }
#pragma warning disable CA1031 // Whatever a part throws is rethrown by the thread that called the loop.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
        }
        Interlocked.Decrement(ref unfinished);
    }

    /// <summary>Lowers a count that is above 0 by one; returns what it was.</summary>
    static int TakeOne(ref int count)
    {
        int seen = Volatile.Read(ref count);
        while (seen > 0)
        {
            int found = Interlocked.CompareExchange(ref count, seen - 1, seen);
            if (found == seen)
                break;
            seen = found;
        }
        return seen;
    }

    void Work(int thread)
    {
        while (!disposed)
        {
            int seen = Volatile.Read(ref loops);
            RunParts(thread);
            if (!SpinForWork(seen))
                Sleep(seen);
        }
    }

    /// <param name="seen">The loops that were begun when this thread last looked.</param>
    bool SpinForWork(int seen)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetTimestamp() - start < (IsBusy ? busyTicks : idleTicks))
        {
            for (int i = 0; i < 16; i++)
            {
                if (Volatile.Read(ref loops) != seen)
                    return true;
                Thread.SpinWait(1);
            }
        }
        return false;
    }

    /// <summary>Sleeps until woken. Whoever lowers the count of sleepers owes them a permit, or is the sleeper itself.</summary>
    void Sleep(int seen)
    {
        Interlocked.Increment(ref sleepers);
        if (Volatile.Read(ref loops) != seen && TakeOne(ref sleepers) > 0)
            return;
        wake.Wait();
    }

    void Wake(int wanted)
    {
        int woken = 0;
        while (woken < wanted && TakeOne(ref sleepers) > 0)
            woken++;
        if (woken > 0)
            wake.Release(woken);
    }
}
