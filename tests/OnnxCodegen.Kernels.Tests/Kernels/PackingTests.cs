using System;
using System.Linq;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class PackingTests
{
    static readonly double[,] Spread =
    {
        { 1 / 4.0, 0, 0 }, { -1 / 6.0, -1 / 6.0, -1 / 6.0 }, { -1 / 6.0, 1 / 6.0, -1 / 6.0 },
        { 1 / 24.0, 1 / 12.0, 1 / 6.0 }, { 1 / 24.0, -1 / 12.0, 1 / 6.0 }, { 0, 0, 1 },
    };

    static int Width => MatMul.PanelWidth;

    [Theory]
    [InlineData(0, 5, false)]
    [InlineData(1, 1, false)]
    [InlineData(3, 40, true)]
    [InlineData(17, 31, false)]
    [InlineData(16, 33, false)]
    [InlineData(64, 32, true)]
    [InlineData(1100, 70, false)]
    [InlineData(1030, 129, true)]
    public void A_matrix_is_laid_out_panel_by_panel(int k, int n, bool rowsAreDense)
    {
        (int rowStride, int columnStride) = rowsAreDense ? (n + 2, 1) : (1, k + 3);
        float[] matrix = Numbers.Random((k * rowStride) + (n * columnStride), k);
        var expected = new float[(int)MatMul.PackedLength(k, n)];
        for (int row = 0; row < k; row++)
            for (int column = 0; column < n; column++)
                expected[At(column, row, k)] = matrix[(row * rowStride) + (column * columnStride)];
        Assert.Equal(expected, Threads.Run(expected.Length, (workers, packed) => MatMul.Pack(workers, matrix, k, n, rowStride, columnStride, packed)));
    }

    [Theory]
    [InlineData(1, 5, 3, 1)]
    [InlineData(1, 33, 7, 9)]
    [InlineData(3, 4, 2, 25)]
    [InlineData(2, 64, 300, 3)]
    [InlineData(200, 2, 9, 4)]
    [InlineData(37, 1, 1, 9)]
    public void Weights_of_a_convolution_have_their_channels_tap_by_tap(int groups, int outputs, int channels, int taps)
    {
        bool isDepthwise = outputs == 1 && channels == 1;
        float[] weights = Numbers.Random(groups * outputs * channels * taps, taps);
        var expected = new float[isDepthwise ? weights.Length : groups * (int)MatMul.PackedLength(channels * taps, outputs)];
        for (int i = 0; i < weights.Length; i++)
        {
            int tap = i % taps, channel = i / taps % channels, output = i / (taps * channels) % outputs, group = i / (taps * channels * outputs);
            int inGroup = At(output, (tap * channels) + channel, channels * taps);
            expected[isDepthwise ? (tap * groups) + group : (group * (expected.Length / groups)) + inGroup] = weights[i];
        }
        Assert.Equal(expected, Threads.Run(expected.Length, (workers, packed) => Convolve.Pack(workers, weights, groups, outputs, channels, taps, packed)));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(33, 5)]
    [InlineData(70, 50)]
    public void Kernels_of_three_by_three_become_36_matrices(int outputs, int channels)
    {
        float[] weights = Numbers.Random(outputs * channels * 9, channels);
        var expected = new float[36 * (int)MatMul.PackedLength(channels, outputs)];
        for (int output = 0; output < outputs; output++)
            for (int channel = 0; channel < channels; channel++)
                for (int product = 0; product < 36; product++)
                    expected[(product * (expected.Length / 36)) + At(output, channel, channels)] =
                        (float)Transformed(weights.AsSpan(((output * channels) + channel) * 9, 9), product / 6, product % 6);
        Numbers.AssertNear(expected, Threads.Run(expected.Length, (workers, packed) => Winograd.Pack(workers, weights, outputs, channels, packed)), 1e-6f);
    }

    /// <summary>An element of G g Gᵀ.</summary>
    static double Transformed(ReadOnlySpan<float> kernel, int row, int column)
    {
        double sum = 0;
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++)
                sum += Spread[row, i] * kernel[(i * 3) + j] * Spread[column, j];
        return sum;
    }

    /// <summary>Where a packed matrix has an element.</summary>
    static int At(int column, int row, int rows) => (((column / Width * rows) + row) * Width) + (column % Width);
}
