using System.Collections.Generic;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Spectra of signals.</summary>
internal static class FourierOperators
{
    [Operator("DFT", Widens = true), Since(17)]
    public static Value DFT17(Value input, Value? dftLength = null, long axis = 1, bool inverse = false, bool onesided = false) =>
        Transform(input, SignalAxis(axis, input.Rank), dftLength, inverse, onesided);

    [Operator(Widens = true), Since(20)]
    public static Value DFT(Value input, Value? dftLength = null, Value? axis = null, bool inverse = false, bool onesided = false)
    {
        Dim along = axis is null ? SignalAxis(-2, input.Rank) : DimVectors.Axis(DimVectors.Scalar(axis), input.Rank);
        if (along.IsConstant)
            return Transform(input, SignalAxis(along.Value, input.Rank), dftLength, inverse, onesided);
        // The axis at hand becomes the middle one of three, whose lengths tell it.
        Scope scope = input.Scope;
        (Dim before, Dim length, Dim after) = (Dim.One, Dim.Zero, Dim.One);
        var transformed = new List<Dim>();
        int last = input.Rank - 1;
        for (int i = 0; i < last; i++)
        {
            Dim n = input.Shape[i];
            before *= 1 + (Dim.Less(i, along) * (n - 1));
            length += Dim.Equal(along, i) * n;
            after *= 1 + (Dim.Less(along, i) * (n - 1));
        }
        Value lines = Views.Reshape(input, scope.Let(before), scope.Let(length), scope.Let(after), input.Shape[last]);
        Value result = Transform(lines, 1, dftLength, inverse, onesided);
        for (int i = 0; i < last; i++)
            transformed.Add(scope.Let(input.Shape[i] + (Dim.Equal(along, i) * (result.Shape[1] - input.Shape[i]))));
        transformed.Add(result.Shape[3]);
        return Views.Reshape(result, new Shape(transformed));
    }

    /// <summary>Transforms of windows of the signal, <paramref name="frameStep"/> points apart.</summary>
    /// <param name="signal">[batch, points, 1 or 2]; [batch, points] for a real one, which exporters write too.</param>
    [Operator(Widens = true), Since(17)]
    public static Value STFT(Value signal, Value frameStep, Value? window = null, Value? frameLength = null, bool onesided = true)
    {
        if (signal.Rank is not (2 or 3))
            throw new ModelException($"A signal has the axes batch, points and components, but {signal.Rank} axes are given.");
        if (window is { Rank: not 1 })
            throw new ModelException($"A window has one axis, but {window.Rank} are given.");
        Dim length = frameLength is not null ? DimVectors.Scalar(frameLength) : window is not null ? window.Shape[0] : signal.Shape[1];
        Dim points = window is null ? length : window.Shape[0];
        Value channels = signal.Rank == 2 ? Views.Unsqueeze(signal, 1) : Views.MoveAxis(signal, 2, 1);
        Value frames = Windows.Slide(channels, [points], [DimVectors.Scalar(frameStep)], [1], [0], [0], Algebra.Like(signal, 0));
        Value weighted = window is null ? frames : frames * window;
        return new FourierTransform(length, false, onesided).Along(Views.MoveAxis(weighted, 1, 3), 2);
    }

    static Value Transform(Value x, int axis, Value? length, bool isInverse, bool isOneSided)
    {
        Dim points = x.Shape[axis];
        Dim n = length is not null ? DimVectors.Scalar(length) : isInverse && isOneSided ? 2 * (points - 1) : points;
        return new FourierTransform(n, isInverse, isOneSided).Along(x, axis);
    }

    static int SignalAxis(long axis, int rank)
    {
        int along = Views.Axis(axis, rank);
        return along < rank - 1 ? along : throw new ModelException("The axis of a transform is not the last one, which holds the real and imaginary parts.");
    }
}
