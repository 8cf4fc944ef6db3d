using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>Kernels of 3×3 transformed into 36 matrices of channels times outputs, each in panels as wide as a tile, cut into blocks of channels.</summary>
unsafe struct WinogradPacking(float* weights, nint outputs, nint channels, float* target) : IParallelBody
{
    public const int Taps = 9;

    /// <summary>Kernels that are transformed at once; panels are a multiple as wide.</summary>
    const int Lanes = 4;

    /// <summary>Channels of a panel that are worth handing to another thread: about ten microseconds.</summary>
    const nint ChannelsOfBlock = 16;

    readonly int width = MatMul.PanelWidth;
    readonly nint plane = MatMul.PackedLength(channels, outputs);
    readonly nint panels = (outputs + MatMul.PanelWidth - 1) / MatMul.PanelWidth;
    readonly nint blocks = (channels + ChannelsOfBlock - 1) / ChannelsOfBlock;

    public static void Run(Workers workers, WinogradPacking packing) => workers.For(ref packing, checked((int)(packing.panels * packing.blocks)));

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly void Invoke(int part)
    {
        (nint panel, nint block) = Math.DivRem(part, blocks);
        nint first = panel * width, end = channels * (block + 1) / blocks;
        // The matrices lie a multiple of 4 KiB apart and would share the same few lines of the cache: each row is written once, whole.
        float* rows = stackalloc float[Winograd.Products * width];
        for (nint channel = channels * block / blocks; channel < end; channel++)
        {
            for (int lane = 0; lane < width; lane += Lanes)
                Transform((int)Math.Clamp(outputs - first - lane, 0, Lanes), (((first + lane) * channels) + channel) * Taps, rows + lane);
            float* to = target + (first * channels) + (channel * width);
            for (int product = 0; product < Winograd.Products; product++, to += plane)
                new ReadOnlySpan<float>(rows + (product * width), width).CopyTo(new Span<float>(to, width));
        }
    }

    /// <summary>G g Gᵀ of up to four kernels at once, in double; lanes without a kernel become zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    readonly void Transform(int count, nint offset, float* to)
    {
        nint kernel = channels * Taps;
        Vector256<double>* half = stackalloc Vector256<double>[18];
        Vector256<double>* row = stackalloc Vector256<double>[6];
        for (int j = 0; j < 3; j++)
        {
            float* at = weights + offset + j;
            Spread(Load(at, count, kernel), Load(at + 3, count, kernel), Load(at + 6, count, kernel), row);
            for (int i = 0; i < 6; i++)
                half[(i * 3) + j] = row[i];
        }
        for (int i = 0; i < 6; i++)
        {
            Spread(half[i * 3], half[(i * 3) + 1], half[(i * 3) + 2], row);
            for (int j = 0; j < 6; j++, to += width)
                *(Vector128<float>*)to = Avx.IsSupported ? Avx.ConvertToVector128Single(row[j]) : Vector128.Narrow(row[j].GetLower(), row[j].GetUpper());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> Load(float* at, int count, nint kernel) => Vector256.Create(
        count > 0 ? at[0] : 0.0, count > 1 ? at[kernel] : 0.0, count > 2 ? at[2 * kernel] : 0.0, count > 3 ? at[3 * kernel] : 0.0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Spread(Vector256<double> a, Vector256<double> b, Vector256<double> c, Vector256<double>* row)
    {
        Vector256<double> outer = a * (1 / 24.0) + c * (1 / 6.0), inner = b * (1 / 12.0);
        row[0] = a * 0.25;
        row[1] = (a + b + c) * (-1 / 6.0);
        row[2] = (a - b + c) * (-1 / 6.0);
        row[3] = outer + inner;
        row[4] = outer - inner;
        row[5] = c;
    }
}
