using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Spectra of real signals along the last axes.</summary>
[Domain("com.microsoft")]
internal static class RealSpectra
{
    /// <summary>[…, n] to the first n / 2 + 1 frequencies, real and imaginary parts along a new last axis.</summary>
    /// <param name="signalNdim">How many of the last axes belong to a signal.</param>
    [Operator(Widens = true)]
    public static Value Rfft([AtLeast(1)] Value x, long normalized = 0, long onesided = 1, long signalNdim = 1)
    {
        int axes = Axes(x.Rank, normalized, onesided, signalNdim);
        Value spectrum = new FourierTransform(x.Shape[x.Rank - 1], false, true).Along(Views.Unsqueeze(x, x.Rank), x.Rank - 1);
        for (int axis = x.Rank - 2; axis >= x.Rank - axes; axis--)
            spectrum = new FourierTransform(spectrum.Shape[axis], false, false).Along(spectrum, axis);
        return spectrum;
    }

    /// <summary>The signal of even length that has the spectrum […, n / 2 + 1, 2].</summary>
    [Operator(Widens = true)]
    public static Value Irfft([AtLeast(2)] Value x, long signalNdim, long normalized = 0, long onesided = 1)
    {
        int last = x.Rank - 2;
        int axes = Axes(x.Rank - 1, normalized, onesided, signalNdim);
        Value spectrum = x;
        for (int axis = x.Rank - 1 - axes; axis < last; axis++)
            spectrum = new FourierTransform(spectrum.Shape[axis], true, false).Along(spectrum, axis);
        return Views.Squeeze(new FourierTransform(2 * (x.Shape[last] - 1), true, true).Along(spectrum, last), x.Rank - 1);
    }

    static int Axes(int rank, long normalized, long onesided, long count)
    {
        if (normalized != 0 || onesided != 1)
            throw new ModelException(DiagnosticCode.InvalidAttribute, "Normalised and two-sided transforms are not defined.");
        return count >= 1 && count <= rank
            ? (int)count
            : throw new ModelException(DiagnosticCode.InvalidAttribute, $"A signal of {count} axes does not fit a tensor of {rank}.");
    }
}
