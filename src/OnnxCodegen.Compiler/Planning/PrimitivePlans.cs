using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>The kernel calls of each primitive by itself: right for every type, shape and stride.</summary>
internal static class PrimitivePlans
{
    public static void Add(Node node, PlanBuilder plan)
    {
        switch (node.Primitive)
        {
            case Map or Gather when node.Inputs.Count > 0 && IsEmpty(node.Inputs[node.Inputs.Count - 1]) && IsEmpty(node.Output):
                plan.Place(node.Output, plan.AllocateDense(node.Output));
                break;
            case Parameter parameter:
                AddParameter(parameter, node.Output, plan);
                break;
            case Const constant:
                AddConst(constant, node, plan);
                break;
            case DimValues dims:
                Write(node.Output, plan, result => new StoreDims(dims.Values, result));
                break;
            case Reshape:
                AddReshape(node, plan);
                break;
            case View view:
                plan.Place(node.Output, Accesses.Through(view, plan[node.Inputs[0]]));
                break;
            case Map map:
                MapPlans.Add(map, node, plan);
                break;
            case Pad pad:
                AddPad(pad, node, plan);
                break;
            case Concat concat:
                AddConcat(concat, node, plan);
                break;
            case Contract contract:
                AddContract(contract, node, plan);
                break;
            case Reduce when RowLoopComposite.TryAddReduce(node, plan):
                break;
            case Reduce reduce:
                Write(node.Output, plan, result =>
                    new ReduceLoop(reduce.Operation, node.Inputs[0].Shape, reduce.Reduced, plan[node.Inputs[0]], result));
                break;
            case Gather gather:
                GatherPlans.Add(gather, node, plan);
                break;
            case Scatter scatter:
                AddScatter(scatter, node, plan);
                break;
            case ArgReduce arg:
                AddLine(node, arg.Axis, arg.Maximum ? RuntimeNames.ArgMax : RuntimeNames.ArgMin, new object[] { arg.Last }, plan);
                break;
            case Cumulate cumulate:
                AddLine(node, cumulate.Axis, RuntimeNames.Cumulating[cumulate.Operation], new object[] { cumulate.Exclusive, cumulate.Reverse }, plan);
                break;
            case Sort sort:
                AddLine(node, sort.Axis, RuntimeNames.Sort, new object[] { sort.Descending, sort.K }, plan);
                break;
            case NonZero nonZero:
                AddNonZero(nonZero, node, plan);
                break;
            case Primitives.Random random:
                AddRandom(random, node.Output, plan);
                break;
            case If branch:
                ControlFlowPlans.Add(branch, node, plan);
                break;
            case Loop loop:
                ControlFlowPlans.Add(loop, node, plan);
                break;
            case Call call:
                AddCall(call, node, plan);
                break;
            default:
                throw new ModelException($"{node.Primitive.Print()} cannot be compiled yet.");
        }
    }

    /// <summary>Whether nothing needs to be computed.</summary>
    static bool IsEmpty(Value value) => value.Shape.Elements == Dim.Zero;

    public static Access[] Broadcast(Node node, PlanBuilder plan) =>
        node.Inputs.Select(input => Accesses.Broadcast(plan[input], input.Shape, node.Output.Shape)).ToArray();

    static void Write(Value value, PlanBuilder plan, Func<Access, KernelCall> call)
    {
        Access result = plan.Allocate(value);
        plan.Add(call(result));
        plan.Place(value, result);
    }

    static void AddParameter(Parameter parameter, Value value, PlanBuilder plan)
    {
        if (value.Type is not TensorType tensor)
        {
            plan.Place(value, plan.Memory.AddObject(parameter.Name, value.Type, Storage.Input));
            return;
        }
        if (plan.Memory.Weights.TryGetValue(value, out Access? weight))
        {
            plan.Place(value, weight);
            return;
        }
        Buffer buffer = plan.Memory.Add(parameter.Name, tensor.Element, tensor.Shape.Elements, Storage.Input);
        plan.Place(value, Accesses.RowMajor(buffer, tensor.Shape));
    }

    static void AddConst(Const constant, Node node, PlanBuilder plan)
    {
        bool inPlace = constant.Literal is WeightLiteral { Location: not null };
        string name = node.Origins.Count == 0 ? node.Provenance : node.Provenance + " constant";
        Buffer buffer = plan.Memory.Add(
            name, constant.Literal.Type, constant.Literal.Length, inPlace ? Storage.Weight : Storage.Literal, constant.Literal);
        plan.Place(node.Output, Accesses.RowMajor(buffer, node.Output.Shape));
    }

    static void AddReshape(Node node, PlanBuilder plan)
    {
        Value source = node.Inputs[0];
        Access? access = Accesses.Reshape(plan[source], source.Shape, node.Output.Shape) ?? TryReshapeInOrder(node, plan);
        plan.Place(node.Output, access ?? Accesses.RowMajor(plan.Dense(source).Buffer, node.Output.Shape) with { Offset = plan.Dense(source).Offset });
    }

    /// <summary>A copy that keeps the innermost axis of the source's memory and can be reshaped; null where there is none.</summary>
    static Access? TryReshapeInOrder(Node node, PlanBuilder plan)
    {
        Value source = node.Inputs[0];
        if (Accesses.Innermost(plan[source], source.Shape) is not { } innermost)
            return null;
        var memory = new Buffer(-1, string.Empty, source.ElementType, source.Shape.Elements, Storage.Arena);
        int[] order = Accesses.OrderWith(innermost, source.Shape.Rank);
        if (Accesses.Reshape(Accesses.InOrder(memory, source.Shape, order), source.Shape, node.Output.Shape) is not { } reshaped)
            return null;
        Access copy = Accesses.InOrder(plan.NewBuffer(source.Producer.Provenance, source.ElementType, source.Shape.Elements), source.Shape, order);
        plan.Add(new CopyCall(source.Shape, plan[source], copy));
        return reshaped with { Buffer = copy.Buffer };
    }

    static void AddPad(Pad pad, Node node, PlanBuilder plan)
    {
        if (plan.Hosts.Of(node) is { } host)
        {
            plan.Place(node.Output, host);
            return;
        }
        Access result = plan.Allocate(node.Output, WindowOrder(node, plan));
        Hosts.FillBorder(pad, node, result, plan);
        // Negative amounts crop: the source starts later and is shorter.
        Shape shape = node.Inputs[0].Shape;
        Access source = plan[node.Inputs[0]];
        Access target = result;
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            Dim step = pad.Interior[axis] + 1;
            Dim skip = Dim.CeilingDivide(Dim.Max(-pad.Low[axis], 0), step);
            Dim skipEnd = Dim.CeilingDivide(Dim.Max(-pad.High[axis], 0), step);
            source = source with { Offset = source.Offset + (skip * source.Strides[axis]) };
            Dim start = pad.Low[axis] + (skip * step);
            target = new Access(
                target.Buffer, target.Offset + (start * target.Strides[axis]),
                target.Strides.Select((s, i) => i == axis ? s * step : s).ToArray());
            shape = shape.With(axis, Dim.Max(shape[axis] - skip - skipEnd, 0));
        }
        plan.Add(new CopyCall(shape, source, target));
        plan.Place(node.Output, result);
    }

    /// <summary>Channels innermost, where the result is read by a convolution's or a pooling's windows.</summary>
    static int[]? WindowOrder(Node node, PlanBuilder plan) =>
        node.Output.Rank >= 3 && IsReadByWindows(node.Output, plan)
            ? Windowing.ChannelsLast(node.Output.Rank)
            : null;

    static bool IsReadByWindows(Value value, PlanBuilder plan) => plan.Uses.Of(value).Any(reader =>
        reader.Primitive is View { Permutation: null } || (reader.Primitive is Reshape && plan.Uses.Of(reader.Output).Any(u => u.Primitive is View { Permutation: null })));

    static void AddConcat(Concat concat, Node node, PlanBuilder plan)
    {
        Access? host = plan.Hosts.Of(node);
        Access result = host ?? plan.Allocate(node.Output, OrderOfInputs(node, plan));
        Dim start = Dim.Zero;
        foreach (Value input in node.Inputs)
        {
            Access slice = result with { Offset = result.Offset + (start * result.Strides[concat.Axis]) };
            if (!plan.Hosts.IsPlaced(input, node))
                plan.Add(new CopyCall(input.Shape, plan[input], slice));
            start += input.Shape[concat.Axis];
        }
        plan.Place(node.Output, result);
    }

    /// <summary>The order of memory with the axis innermost that is so in the largest input; null for row-major.</summary>
    static int[]? OrderOfInputs(Node node, PlanBuilder plan)
    {
        Value first = node.Inputs[0];
        Value largest = node.Inputs.Where(i => i.Shape.IsConstant).OrderByDescending(i => i.Shape.Elements.Value).DefaultIfEmpty(first).First();
        return Accesses.Innermost(plan[largest], largest.Shape) is { } innermost ? Accesses.OrderWith(innermost, node.Output.Rank) : null;
    }

    static void AddContract(Contract contract, Node node, PlanBuilder plan)
    {
        if (MatMulPlans.Suit(node) && MatMulPlans.TryAdd(node, Epilogue.None(node.Output), plan))
            return;
        Value a = node.Inputs[0];
        Value b = node.Inputs[1];
        int[] freeA = contract.FreeA(a.Rank).ToArray();
        int[] freeB = contract.FreeB(b.Rank).ToArray();
        Access Arrange(Value x, IReadOnlyList<int> batch, IEnumerable<int> free, int before, int after, IReadOnlyList<int> sum)
        {
            Access access = plan[x];
            IEnumerable<Dim> strides = batch.Select((axis, i) => BatchStride(x.Shape[axis], node.Output.Shape[i], access.Strides[axis]))
                .Concat(Enumerable.Repeat(Dim.Zero, before))
                .Concat(free.Select(axis => access.Strides[axis]))
                .Concat(Enumerable.Repeat(Dim.Zero, after))
                .Concat(sum.Select(axis => access.Strides[axis]));
            return access with { Strides = strides.ToArray() };
        }
        Write(node.Output, plan, result => new ContractLoop(
            contract.Accumulate, node.Output.Shape, new Shape(contract.SumA.Select(axis => a.Shape[axis])),
            Arrange(a, contract.BatchA, freeA, 0, freeB.Length, contract.SumA),
            Arrange(b, contract.BatchB, freeB, freeA.Length, 0, contract.SumB),
            result));
    }

    /// <summary>The stride of a batch axis that may broadcast.</summary>
    public static Dim BatchStride(Dim length, Dim result, Dim stride) =>
        length == result || DimAlgebra.IsCapped(length, result) ? stride : length.IsConstant ? (length.Value == 1 ? Dim.Zero : stride) : stride * (1 - Dim.Equal(length, 1));

    static void AddScatter(Scatter scatter, Node node, PlanBuilder plan)
    {
        Value x = node.Inputs[0];
        Value updates = node.Inputs[node.Inputs.Count - 1];
        Value[] indices = node.Inputs.Skip(1).Take(node.Inputs.Count - 2).ToArray();
        Access result = plan.Allocate(node.Output);
        plan.Add(new CopyCall(x.Shape, plan[x], result));
        plan.Add(new ScatterLoop(
            scatter.Operation, scatter.Batch, indices[0].Shape, new Shape(x.Shape.Skip(scatter.Batch + indices.Length)),
            x.Shape.Skip(scatter.Batch).Take(indices.Length).ToArray(),
            plan[updates], indices.Select(i => plan[i]).ToArray(), result));
        plan.Place(node.Output, result);
    }

    static void AddLine(Node node, int axis, string kernel, object[] arguments, PlanBuilder plan)
    {
        Value x = node.Inputs[0];
        Access source = plan.Dense(x);
        Access[] results = node.Outputs.Select(plan.AllocateDense).ToArray();
        plan.Add(new LineCall(
            kernel, arguments, Dim.Product(x.Shape.Take(axis)), x.Shape[axis], Dim.Product(x.Shape.Skip(axis + 1)), source, results));
        for (int i = 0; i < results.Length; i++)
            plan.Place(node.Outputs[i], results[i]);
    }

    static void AddNonZero(NonZero nonZero, Node node, PlanBuilder plan)
    {
        Value x = node.Inputs[0];
        Access source = plan.Dense(x);
        plan.Add(new CountNonZero(nonZero.Count, x.Shape.Elements, source));
        Access result = plan.AllocateDense(node.Output);
        plan.Add(new NonZeroCall(nonZero.Count, x.Shape, source, result));
        plan.Place(node.Output, result);
    }

    static void AddRandom(Primitives.Random random, Value value, PlanBuilder plan)
    {
        Access result = plan.AllocateDense(value);
        plan.Add(new RandomCall(random.Start, value.Shape.Elements, result));
        plan.Place(value, result);
    }

    static void AddCall(Call call, Node node, PlanBuilder plan)
    {
        Access[] inputs = node.Inputs.Select(plan.Dense).ToArray();
        Receiver[] results = node.Outputs.Select(output => Receiver.Of(output, call.Counts, plan)).ToArray();
        plan.Add(new FunctionCall(call.Function, inputs, results));
        for (int i = 0; i < results.Length; i++)
            plan.Place(node.Outputs[i], results[i].Access);
    }
}
