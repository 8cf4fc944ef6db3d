using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>The source of a transposed convolution: a tensor with zeros between its elements. Results that are as far apart as the elements
/// meet the same taps; each such phase is a convolution of the tensor itself, so that no product with a zero is computed.</summary>
/// <param name="Nodes">The padding, and the view of its windows.</param>
internal sealed record SpreadSource(Pad Pad, Value Input, Windowing Windows, IReadOnlyList<Node> Nodes)
{
    const long MaximumPhases = 64;

    public static SpreadSource? TryMatch(Node view, Windowing windows, Uses uses, Func<Node, bool> isFree)
    {
        Node producer = view.Inputs[0].Producer;
        if (producer.Primitive is not Pad pad || !isFree(producer) || !isFree(view) || windows.Group is not null
            || uses.Single(producer.Output) is null || uses.Single(view.Output) is null
            || producer.Inputs[1].Literal?.Read().Data.GetValue(0) is not 0.0 || !windows.Starts.All(s => s == Dim.Zero))
        {
            return null;
        }
        bool isSpread = windows.Spatial.All(s =>
            s.Stride == Dim.One && s.Dilation == Dim.One && s.Kernel.IsConstant && pad.Interior[s.Axis].IsConstant && pad.Low[s.Axis].IsConstant
            && s.Kernel.Value > pad.Interior[s.Axis].Value);
        bool isPlain = new[] { windows.Image.Axis, windows.Channel.Axis }
            .All(axis => pad.Low[axis] == Dim.Zero && pad.High[axis] == Dim.Zero && pad.Interior[axis] == Dim.Zero);
        if (!isSpread || !isPlain || windows.Spatial.All(s => pad.Interior[s.Axis] == Dim.Zero)
            || windows.Spatial.Aggregate(1L, (count, s) => Math.Min(MaximumPhases + 1, count * (pad.Interior[s.Axis].Value + 1))) > MaximumPhases)
        {
            return null;
        }
        return new SpreadSource(pad, producer.Inputs[0], windows, new[] { producer, view });
    }

    /// <summary>All combinations of the axes' phases.</summary>
    public IReadOnlyList<WindowPhase> Phases()
    {
        IEnumerable<IReadOnlyList<PhaseAxis>> phases = new[] { Array.Empty<PhaseAxis>() };
        foreach (WindowAxis axis in Windows.Spatial)
        {
            PhaseAxis[] along = PhasesOf(axis).Select(p => p with { SourceStart = p.SourceStart + Before(axis) }).ToArray();
            phases = phases.SelectMany(_ => along, (outer, inner) => outer.Append(inner).ToArray());
        }
        return phases.Select(axes => new WindowPhase(axes)).ToArray();
    }

    /// <summary>The tensor inside the border that the phases need, channels innermost.</summary>
    public Access Source(PlanBuilder plan)
    {
        Shape shape = Input.Shape;
        Shape padded = Windows.Spatial.Aggregate(shape, (s, axis) => s.With(axis.Axis, Before(axis) + s[axis.Axis] + After(axis)));
        if (padded.Equals(shape))
            return Windows.ChannelsInnermost(plan, Input);
        Access whole = Accesses.InOrder(plan.NewBuffer(Input.Producer.Provenance, Input.ElementType, padded.Elements), padded, Windows.Order);
        plan.Add(new FillCall((ScalarLiteral)ScalarExpr.Literal(ElementType.Float, 0.0), padded, whole));
        Dim start = Windows.Spatial.Select(axis => Before(axis) * whole.Strides[axis.Axis]).Aggregate(Dim.Zero, (sum, d) => sum + d);
        plan.Add(new CopyCall(shape, plan[Input], whole with { Offset = start }));
        return whole;
    }

    /// <summary>The border before the tensor: how far the first windows begin before it.</summary>
    Dim Before(WindowAxis axis) => PhasesOf(axis).Select(p => -p.SourceStart).Aggregate(Dim.Zero, Dim.Max);

    /// <summary>The border after the tensor.</summary>
    Dim After(WindowAxis axis)
    {
        Dim last = Input.Shape[axis.Axis] - 1;
        return PhasesOf(axis).Select(p => p.Output - 1 + p.Kernel - 1 + p.SourceStart - last).Where(d => DimRange.Of(d).Maximum > 0).Aggregate(Dim.Zero, Dim.Max);
    }

    /// <summary>Result step·q + phase reads element q + t + start by tap step·t + first.</summary>
    IEnumerable<PhaseAxis> PhasesOf(WindowAxis axis)
    {
        long step = Pad.Interior[axis.Axis].Value + 1;
        long low = Pad.Low[axis.Axis].Value;
        for (long phase = 0; phase < step; phase++)
        {
            long first = (((low - phase) % step) + step) % step;
            yield return new PhaseAxis(
                Dim.CeilingDivide(axis.Output - phase, step), (axis.Kernel.Value - first + step - 1) / step, Dim.One, Dim.One,
                (phase + first - low) / step, first, phase, step);
        }
    }
}
