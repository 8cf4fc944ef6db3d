using System;
using System.Numerics;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>Discrete Fourier transforms of many signals: of any length, fastest for products of small primes.</summary>
public static unsafe class Fourier
{
    /// <summary>X[k] = Σ x[n]·exp(∓2πi·n·k / length), the inverse with + and divided by the length.</summary>
    /// <param name="workers">Share the work; results do not depend on their number.</param>
    /// <param name="x">Signals of points: one number, or the real and the imaginary part of each. Where a signal has length / 2 + 1 points
    /// and its result is real, the other points are their conjugates.</param>
    /// <param name="y">Signals of results.</param>
    /// <param name="signals">The number of signals.</param>
    /// <param name="length">The length of a transform.</param>
    /// <param name="components">1 where the points are real, 2 where they are complex.</param>
    /// <param name="results">The number of results of each signal: the length, or only the first ones.</param>
    /// <param name="parts">2 for complex results; 1 for those of an inverse whose results are real.</param>
    /// <param name="inverse">Whether this is the inverse transform.</param>
    public static void Run<T>(
        Workers workers, ReadOnlySpan<T> x, Span<T> y, int signals, int length, int components, int results, int parts, bool inverse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(workers);
        int points = parts == 1 ? (length / 2) + 1 : length;
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)signals * points * components, x.Length, nameof(x));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)signals * results * parts, y.Length, nameof(y));
        if (signals == 0 || length == 0)
            return;
        bool isHalved = length % 2 == 0 && (parts == 1 || (components == 1 && !inverse));
        FourierPlan<T> plan = FourierPlan<T>.Of(isHalved ? length / 2 : length);
        fixed (T* source = x, target = y)
        {
            var body = new FourierBody<T>(plan, new FourierLayout(length, points, components, results, parts, inverse, isHalved), source, target, signals);
            workers.For(ref body, body.Blocks);
        }
    }
}

/// <summary>The form of signals and of their results.</summary>
/// <param name="IsHalved">Real signals of an even length pass through a complex transform of half the length.</param>
readonly record struct FourierLayout(int Length, int Points, int Components, int Results, int Parts, bool IsInverse, bool IsHalved);

/// <summary>Transforms cut into blocks of as many signals as a vector holds.</summary>
readonly unsafe struct FourierBody<T>(FourierPlan<T> plan, FourierLayout layout, T* x, T* y, int signals) : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Points that are worth handing to another thread: about five microseconds.</summary>
    const int PointsOfPart = 4096;

    readonly int lanes = Math.Min(Vector<T>.Count, signals);

    int SignalsOfBlock => lanes * Math.Max(1, PointsOfPart / (lanes * layout.Length));

    public int Blocks => (signals + SignalsOfBlock - 1) / SignalsOfBlock;

    public void Invoke(int part)
    {
        int end = Math.Min((part + 1) * SignalsOfBlock, signals);
        T* memory = (T*)Scratch.Floats((nint)plan.Working * lanes * sizeof(T) / sizeof(float));
        nint size = (nint)plan.Working / 4 * lanes;
        for (int first = part * SignalsOfBlock; first < end; first += lanes)
        {
            FourierLanes<T>.Numbers points = new(memory, memory + size), spare = new(memory + (2 * size), memory + (3 * size));
            int count = Math.Min(lanes, end - first);
            FourierSignals<T>.Load(layout, plan.Turns, x + ((nint)first * layout.Points * layout.Components), points, lanes, count);
            FourierLanes<T>.Numbers result = layout.IsInverse
                ? FourierLanes<T>.Run(plan, points.Swapped, spare.Swapped, lanes).Swapped
                : FourierLanes<T>.Run(plan, points, spare, lanes);
            FourierSignals<T>.Store(layout, plan.Turns, result, y + ((nint)first * layout.Results * layout.Parts), lanes, count);
        }
    }
}
