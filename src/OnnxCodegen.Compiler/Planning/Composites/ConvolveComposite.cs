using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>A contraction over sliding windows, which is a convolution, with what follows it.</summary>
internal sealed class ConvolveComposite(Node node, Epilogue epilogue, Windowing windows) : Composite
{
    const int MaximumOperands = 3;

    public override IReadOnlyList<Node> Nodes { get; } = new[] { node }.Concat(epilogue.Nodes).ToArray();

    public static ConvolveComposite? TryMatch(Node node, Uses uses)
    {
        var contract = (Contract)node.Primitive;
        if (contract.Accumulate != ElementType.Float || node.Inputs[0].Producer.Primitive is not View view
            || node.Inputs.Any(i => i.ElementType != ElementType.Float)
            || contract.FreeB(node.Inputs[1].Rank).Count() != 1 || contract.BatchA.Count > 1
            || !WeightsAreOrdered(contract, node.Inputs[1])
            || Windowing.TryMatch(view, contract.SumA.Contains, contract.BatchA.Contains, contract.SumA.Contains) is not { } windows)
        {
            return null;
        }
        Epilogue epilogue = Epilogue.Of(node.Output, uses, access => ColumnStride(access, node, windows) == Dim.One);
        return new ConvolveComposite(node, epilogue, windows);
    }

    public override bool TryAdd(PlanBuilder plan)
    {
        Value x = node.Inputs[0].Producer.Inputs[0];
        Value w = node.Inputs[1];
        Value result = epilogue.Result;
        LaneExpression? expression = epilogue.Expression;
        Access[] operands = (expression?.Inputs ?? Array.Empty<Value>())
            .Select(o => epilogue.PullBack(Accesses.Broadcast(plan[o], o.Shape, result.Shape))).OfType<Access>().ToArray();
        if (operands.Length != (expression?.Inputs.Count ?? 0) || operands.Length + (expression?.Sizes.Count ?? 0) > MaximumOperands || plan.IsPreparing || !operands.All(IsColumnOrDense))
            return false;
        Access place = plan.Allocate(result, epilogue.Steps.Count > 0 ? Windowing.ChannelsLast(result.Rank) : null);
        if (epilogue.PullBack(place) is not { } natural || ColumnStride(natural) != Dim.One)
            return false;

        // The weights have fixed dims more often than the images.
        Dim channels = w.Shape[w.Rank - windows.Spatial.Count - 1];
        Dim groups = windows.Group is { } g ? x.Shape[g] : Dim.One;
        Dim outputs = node.Output.Shape[node.Output.Rank - 1];
        Access source = windows.ChannelsInnermost(plan, x);
        Dim[] kernel = Fill(s => s.Kernel);
        bool isWinograd = CanBeWinograd(plan, w) && WinogradCost.Pays(x.Shape[windows.Image], Fill(s => s.Output), channels, outputs);
        plan.Add(new ConvolveCall(
            x.Shape[windows.Image], Fill(s => s.Output), kernel, Fill(s => s.Stride), Fill(s => s.Dilation), groups, channels, outputs,
            windows.PixelStrides(source),
            plan.Pack(w, isWinograd
                ? new PackWinograd(outputs, channels, plan.Dense(w), null!)
                : new PackConvolution(groups, outputs, channels, kernel, plan.Dense(w), null!)),
            isWinograd,
            expression is null ? null : new MapStruct(
                expression.Expression,
                operands.Select(o => ColumnStride(o) == Dim.Zero).Concat(expression.Sizes.Select(_ => true)).ToArray()),
            operands.Select(OutputStrides).ToArray(), expression?.Sizes ?? Array.Empty<Dim>(),
            OutputStrides(natural)));
        plan.Place(result, place);
        return true;
    }

    /// <summary>Kernels of 3×3 that move by single pixels over images.</summary>
    bool CanBeWinograd(PlanBuilder plan, Value w) =>
        plan.MayApproximate && plan.IsPrepared(w) && windows.Group is null && windows.Spatial.Count == 2
        && windows.Spatial.All(s => s.Kernel == 3 && s.Stride == Dim.One && s.Dilation == Dim.One);

    Dim[] Fill(Func<WindowAxis, Dim> dim) => Windowing.Fill(windows.Spatial.Select(dim), Dim.One);

    /// <summary>Strides of image, depth, row and pixel of a tensor that has strides along the axes of the contraction.</summary>
    Access OutputStrides(Access access)
    {
        int lead = windows.Group is null ? 0 : 1;
        return access with
        {
            Strides = new[] { access.Strides[lead] }
                .Concat(Windowing.Fill(Enumerable.Range(lead + 1, windows.Spatial.Count).Select(axis => access.Strides[axis]), Dim.Zero)).ToArray(),
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

    bool IsColumnOrDense(Access operand) => ColumnStride(operand) is { } stride && (stride == Dim.One || stride == Dim.Zero);

    static bool WeightsAreOrdered(Contract contract, Value w)
    {
        // [group,] output, channel, kernel axes in order
        int lead = contract.BatchB.Count;
        return (lead == 0 || contract.BatchB[0] == 0) && contract.FreeB(w.Rank).Single() == lead
            && contract.SumB.SequenceEqual(Enumerable.Range(lead + 1, contract.SumB.Count));
    }
}
