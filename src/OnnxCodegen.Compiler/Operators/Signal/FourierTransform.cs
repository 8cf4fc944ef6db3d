using System;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>The discrete Fourier transform of signals of <paramref name="Length"/> points, X[k] = Σ x[n]·exp(−2πi·n·k / N), or its inverse
/// with the opposite sign and the factor 1 / N.</summary>
/// <param name="IsOneSided">Only the first ⌊N / 2⌋ + 1 frequencies are computed, or given to the inverse, whose result is real.</param>
internal sealed record FourierTransform(Dim Length, bool IsInverse, bool IsOneSided)
{
    /// <summary>Up to this many points the transform is a product with its matrix.</summary>
    const int LargestMatrix = 64;

    bool IsRealInverse => IsInverse && IsOneSided;

    Dim Half => (Length / 2) + 1;

    Dim Points => IsRealInverse ? Half : Length;

    Dim Results => IsOneSided && !IsInverse ? Half : Length;

    /// <summary>The transform along an axis of x [d…, 1 or 2], whose last axis holds the real and the imaginary part. The signals are cut or
    /// filled with zeros to the length.</summary>
    public Value Along(Value x, int axis)
    {
        if (x.ElementType is not (ElementType.Float or ElementType.Double))
            throw new ModelException($"A signal consists of floating-point numbers, but a tensor of type {x.Type} is given.");
        int last = x.Rank - 1;
        int components = x.Shape[last].IsConstant && x.Shape[last].Value is 1 or 2
            ? (int)x.Shape[last].Value
            : throw new ModelException($"The last axis of a signal has length 1 or 2, not {x.Shape[last]}.");
        Value signals = Fit(Views.MoveAxis(x, axis, last - 1));
        Value lines = Views.Reshape(signals, Dim.Product(Lead(signals)), Points, components);
        Value transformed = Length.IsConstant && Length.Value <= LargestMatrix && x.ElementType == ElementType.Float
            ? Product(lines, components)
            : Run(lines, components);
        Value shaped = Views.Reshape(transformed, new Shape([.. Lead(signals), Results, IsRealInverse ? 1 : 2]));
        return Views.MoveAxis(shaped, last - 1, axis);
    }

    static Dim[] Lead(Value signals)
    {
        var lead = new Dim[signals.Rank - 2];
        for (int axis = 0; axis < lead.Length; axis++)
            lead[axis] = signals.Shape[axis];
        return lead;
    }

    /// <summary>The signals [d…, n, c] with the given number of points.</summary>
    Value Fit(Value signals)
    {
        Dim more = Points - signals.Shape[signals.Rank - 2];
        return Windows.Border(signals, [0, 0], [signals.Scope.Let(more), 0], Like(signals, 0));
    }

    /// <summary>The transform as a product with the matrix of all cos and sin.</summary>
    Value Product(Value lines, int components)
    {
        int parts = IsRealInverse ? 1 : 2;
        Value matrix = Fill(lines.Scope, Shape.Of(Points, components, Results, parts), Element(lines.ElementType));
        return Contractions.MatMul(
            Views.Reshape(lines, lines.Shape[0], Points * components), Views.Reshape(matrix, Points * components, Results * parts));
    }

    /// <summary>What part p of point i adds to part q of result j: cos(±2π·i·j / N + (p − q)·π / 2), which is sin or −sin where p and q
    /// differ. Points that stand for two conjugate frequencies count twice.</summary>
    ScalarExpr Element(ElementType type)
    {
        long n = Length.Value;
        ScalarExpr point = ScalarExpr.Index(0);
        ScalarExpr turn = ScalarExpr.Apply(ScalarOperation.Remainder, point * ScalarExpr.Index(2), ScalarExpr.Of(n));
        ScalarExpr angle = Cast(turn, ElementType.Double) * ((IsInverse ? 2 : -2) * Math.PI / n);
        ScalarExpr quarter = Cast(ScalarExpr.Index(1) - ScalarExpr.Index(3), ElementType.Double) * (Math.PI / 2);
        ScalarExpr element = ScalarExpr.Apply(ScalarOperation.Cosine, angle + quarter) * (IsInverse ? 1.0 / n : 1);
        if (!IsRealInverse)
            return Cast(element, type);
        ScalarExpr isSingle = Equal(ScalarExpr.Apply(ScalarOperation.Remainder, 2 * point, ScalarExpr.Of(n)), ScalarExpr.Of(0));
        return Cast(Select(isSingle, element, 2 * element), type);
    }

    Value Run(Value lines, int components)
    {
        int parts = IsRealInverse ? 1 : 2;
        var function = new CallFunction(
            RuntimeNames.FourierTransform,
            new object[] { lines.Shape[0], Length, components, Results, parts, IsInverse },
            (inputs, sizes) => new[] { DirectTransform.Of(inputs[0], Length.Evaluate(sizes), Results.Evaluate(sizes), parts, IsInverse) },
            IsParallel: true);
        return lines.Scope.Add(new Call(function, new ValueType[] { new TensorType(lines.ElementType, Shape.Of(lines.Shape[0], Results, parts)) }), lines);
    }
}
