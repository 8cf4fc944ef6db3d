using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>A contraction over sliding windows, which is a convolution, with what follows it.</summary>
internal sealed class ConvolveComposite(Node node, Epilogue epilogue, Windowing windows, SpreadSource? spread) : Composite
{
    public override IReadOnlyList<Node> Nodes { get; } =
        (spread?.Nodes ?? Array.Empty<Node>()).Append(node).Concat(epilogue.Nodes).ToArray();

    public static ConvolveComposite? TryMatch(Node node, Uses uses, Func<Node, bool> isFree)
    {
        var contract = (Contract)node.Primitive;
        Node producer = node.Inputs[0].Producer;
        if (contract.Accumulate != ElementType.Float || producer.Primitive is not View view
            || node.Inputs.Any(i => i.ElementType != ElementType.Float)
            || contract.FreeB(node.Inputs[1].Rank).Count() != 1 || contract.BatchA.Count > 1
            || Windowing.TryMatch(view, contract.SumA.Contains, contract.BatchA.Contains, contract.SumA.Contains) is not { } windows)
        {
            return null;
        }
        Epilogue epilogue = Epilogue.Of(node.Output, uses, isFree, access => ColumnStride(access, node, windows) == Dim.One);
        return new ConvolveComposite(node, epilogue, windows, SpreadSource.TryMatch(producer, windows, uses, isFree));
    }

    public override bool TryAdd(PlanBuilder plan)
    {
        LaneExpression? expression = epilogue.Expression;
        Access[] operands = (expression?.Inputs ?? Array.Empty<Value>()).Select(o => Operand(plan, o)).ToArray();
        Access place = plan.Allocate(epilogue.Result, epilogue.Steps.Count > 0 ? Windowing.ChannelsLast(epilogue.Result.Rank) : null);
        Access? natural = epilogue.PullBack(place);
        Access target = place;
        if (natural is null || ColumnStride(natural) != Dim.One)
            (target, natural) = Beside(plan);

        MapStruct? map = expression is null ? null : new MapStruct(
            expression.Expression,
            operands.Select(o => ColumnStride(o) == Dim.Zero).Concat(expression.Sizes.Select(_ => true)).ToArray());
        Access source = spread?.Source(plan) ?? windows.ChannelsInnermost(plan, node.Inputs[0].Producer.Inputs[0]);
        foreach (WindowPhase phase in spread?.Phases() ?? new[] { WindowPhase.Whole(windows) })
            Add(plan, phase, source, map, operands, expression?.Sizes ?? Array.Empty<Dim>(), natural);
        if (!ReferenceEquals(target, place))
            plan.Add(new CopyCall(epilogue.Result.Shape, target, place));
        plan.Place(epilogue.Result, place);
        return true;
    }

    void Add(PlanBuilder plan, WindowPhase phase, Access source, MapStruct? map, Access[] operands, IReadOnlyList<Dim> sizes, Access natural)
    {
        Value w = node.Inputs[1];
        Dim[] Fill(Func<PhaseAxis, Dim> dim) => Windowing.Fill(phase.Axes.Select(dim), Dim.One);
        Access first = source with
        {
            Offset = phase.Axes.Select((axis, i) => axis.SourceStart * source.Strides[windows.Spatial[i].Axis]).Aggregate(source.Offset, (sum, d) => sum + d),
        };
        (Access kernels, Shape kernelShape) = Kernels(plan, phase);
        Dim groups = windows.Group?.Length ?? Dim.One;
        Dim outputs = kernelShape[1];
        Dim channels = kernelShape[2];
        Dim[] kernel = Fill(a => a.Kernel);
        bool isWinograd = CanBeWinograd(plan, phase) && WinogradCost.Pays(windows.Image.Length, Fill(a => a.Output), channels, outputs);
        bool isWhole = !isWinograd && (WholeFactors.AreDemanded(node) || (plan.IsPrepared(w) && WholeFactors.Suit(node, channels * Dim.Product(kernel), outputs)));
        Access dense = plan.DenseCopy(w, kernels, kernelShape);
        plan.Add(new ConvolveCall(
            windows.Image.Length, Fill(a => a.Output), kernel, Fill(a => a.Stride), Fill(a => a.Dilation), groups, channels, outputs,
            windows.PixelStrides(first),
            plan.Pack(w, isWinograd
                ? new PackWinograd(outputs, channels, dense, null!)
                : new PackConvolution(groups, outputs, channels, kernel, isWhole, dense, null!)),
            isWinograd, isWhole, map, operands.Select(o => OutputStrides(phase, o)).ToArray(), sizes, OutputStrides(phase, natural)));
    }

    /// <summary>The weights of a phase in the order group, output, channel, taps.</summary>
    (Access Access, Shape Shape) Kernels(PlanBuilder plan, WindowPhase phase)
    {
        var contract = (Contract)node.Primitive;
        Value w = node.Inputs[1];
        int output = contract.FreeB(w.Rank).Single();
        int Summed(int place) => contract.SumB[Enumerable.Range(0, contract.SumA.Count).First(i => contract.SumA[i] == place)];
        int channel = Summed(windows.Channel.Place);
        int[] taps = windows.Spatial.Select(s => Summed(s.Tap)).ToArray();
        Access access = plan[w];
        int[] order = contract.BatchB.Append(output).Append(channel).Concat(taps).ToArray();
        IEnumerable<Dim> lead = windows.Group is null ? new[] { Dim.Zero } : Array.Empty<Dim>();
        Access arranged = access with { Strides = lead.Concat(order.Select(axis => access.Strides[axis])).ToArray() };
        Dim[] lengths = { windows.Group?.Length ?? Dim.One, w.Shape[output], w.Shape[channel] };
        return (phase.Taps(arranged, lengths.Length), new Shape(lengths.Concat(phase.Axes.Select(a => a.Kernel))));
    }

    /// <summary>Kernels of 3×3 that move by single pixels over images.</summary>
    bool CanBeWinograd(PlanBuilder plan, WindowPhase phase) =>
        plan.MayApproximate && ((Contract)node.Primitive).ExactBound is null && plan.IsPrepared(node.Inputs[1]) && windows.Group is null && phase.Axes.Count == 2
        && phase.Axes.All(a => a.Kernel == 3 && a.Stride == Dim.One && a.Dilation == Dim.One);

    /// <summary>An operand of the epilogue along the axes of the contraction: where it lies, or a copy with the channels side by side.</summary>
    Access Operand(PlanBuilder plan, Value operand)
    {
        Access along = Accesses.Broadcast(plan[operand], operand.Shape, epilogue.Result.Shape);
        if (epilogue.PullBack(along) is { } access && ColumnStride(access) is { } stride && (stride == Dim.One || stride == Dim.Zero))
            return access;
        (Access copy, Access natural) = Beside(plan);
        plan.Add(new CopyCall(epilogue.Result.Shape, along, copy));
        return natural;
    }

    /// <summary>New memory of the result's shape with the channels side by side, with strides along the result and along the contraction.</summary>
    (Access Result, Access Natural) Beside(PlanBuilder plan)
    {
        Value result = epilogue.Result;
        Buffer buffer = plan.NewBuffer(node.Provenance, result.ElementType, result.Shape.Elements);
        if (epilogue.Nodes.Any())
        {
            Access access = Accesses.InOrder(buffer, result.Shape, Windowing.ChannelsLast(result.Rank));
            return (access, epilogue.PullBack(access)!);
        }
        int lead = windows.Group is null ? 0 : 1;
        IEnumerable<int> order = Enumerable.Range(lead, result.Rank - lead - 1).Concat(Enumerable.Range(0, lead)).Append(result.Rank - 1);
        Access plain = Accesses.InOrder(buffer, result.Shape, order.ToArray());
        return (plain, plain);
    }

    /// <summary>Strides of image, depth, row and pixel of a tensor that has strides along the axes of the contraction.</summary>
    Access OutputStrides(WindowPhase phase, Access access)
    {
        int lead = windows.Group is null ? 0 : 1;
        Access part = phase.Results(access, lead + 1);
        return part with
        {
            Strides = new[] { part.Strides[lead] }
                .Concat(Windowing.Fill(Enumerable.Range(lead + 1, windows.Spatial.Count).Select(axis => part.Strides[axis]), Dim.Zero)).ToArray(),
        };
    }

    Dim? ColumnStride(Access access) => ColumnStride(access, node, windows);

    /// <summary>The stride from one output channel to the next, all groups in one line; null where they do not lie in one.</summary>
    static Dim? ColumnStride(Access access, Node node, Windowing windows)
    {
        Dim outputs = node.Output.Shape[node.Output.Rank - 1];
        Dim within = access.Strides[access.Strides.Count - 1];
        if (windows.Group is null)
            return outputs == Dim.One ? Dim.One : within;
        if (outputs == Dim.One)
            return access.Strides[0];
        return access.Strides[0] == within * outputs ? within : null;
    }
}
