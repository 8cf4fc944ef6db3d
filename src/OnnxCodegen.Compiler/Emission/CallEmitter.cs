using System;
using System.Globalization;
using System.Linq;
using OnnxCodegen.Compiler.Planning;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints each kind of kernel call.</summary>
internal static class CallEmitter
{
    public static void Emit(KernelCall call, Plan plan, ForwardWriter forward)
    {
        switch (call)
        {
            case ScalarLoop loop:
                LoopEmitter.Emit(loop, forward);
                break;
            case ReduceLoop loop:
                LoopEmitter.Emit(loop, forward);
                break;
            case ContractLoop loop:
                LoopEmitter.Emit(loop, forward);
                break;
            case GatherLoop loop:
                LoopEmitter.Emit(loop, forward);
                break;
            case ScatterLoop loop:
                LoopEmitter.Emit(loop, forward);
                break;
            case CopyCall copy:
                Emit(copy, forward);
                break;
            case LineCall line:
                Emit(line, forward);
                break;
            case StoreDims store:
                Emit(store, forward);
                break;
            case BindSymbol bind:
                Emit(bind, forward);
                break;
            case AllocateCall allocate:
                Emit(allocate, plan, forward);
                break;
            case CountNonZero count:
                string counted = $"{RuntimeNames.CountNonZero}<{count.Source.Buffer.Type.CSharpName()}>({forward.Slice(count.Source)}, {forward.Dims.Int(count.Length)})";
                forward.Body.Line(forward.Declaration(count.Count, counted));
                break;
            case NonZeroCall nonZero:
                forward.Body.Line($"{RuntimeNames.NonZero}<{nonZero.Source.Buffer.Type.CSharpName()}>({forward.Slice(nonZero.Source)}, {forward.Ints(nonZero.Shape)}, {forward.Slice(nonZero.Result)});");
                break;
            case MatMulCall product:
                ContractionEmitter.Emit(product, forward);
                break;
            case AttentionCall attention:
                AttentionEmitter.Emit(attention, forward);
                break;
            case ConvolveCall convolution:
                ContractionEmitter.Emit(convolution, forward);
                break;
            case PoolCall pool:
                ContractionEmitter.Emit(pool, forward);
                break;
            case PackMatrix pack:
                ContractionEmitter.Emit(pack, forward);
                break;
            case PackConvolution pack:
                ContractionEmitter.Emit(pack, forward);
                break;
            case PackWinograd pack:
                ContractionEmitter.Emit(pack, forward);
                break;
            case ElementwiseCall elementwise:
                ContractionEmitter.Emit(elementwise, forward);
                break;
            case ConvertCall convert:
                forward.Body.Line($"{RuntimeNames.Convert}<{convert.Source.Buffer.Type.CSharpName()}, {convert.Result.Buffer.Type.CSharpName()}>(workers, {Strided(convert.Shape, convert.Source, convert.Result, forward)});");
                break;
            case ResampleCall resample:
                ResampleEmitter.Emit(resample, forward);
                break;
            case RowLoopCall loop:
                RowLoopEmitter.Emit(loop, forward);
                break;
            case BandCall bands:
                BandEmitter.Emit(bands, plan, forward);
                break;
            case FillCall fill:
                forward.Body.Line(Fill(fill.Result, fill.Shape, ScalarPrinter.Literal(fill.Element), forward));
                break;
            case RandomCall random:
                string start = random.Start is { } number ? Literals.UInt64(number) : RuntimeNames.RandomStart + "()";
                forward.Body.Line($"{RuntimeNames.RandomBits}({Range(random.Result, Shape.Of(random.Length), forward)}, {start});");
                break;
            case IfCall branch:
                ControlFlowEmitter.Emit(branch, forward);
                break;
            case LoopCall loop:
                ControlFlowEmitter.Emit(loop, forward);
                break;
            case FunctionCall function:
                FunctionEmitter.Emit(function, forward);
                break;
            case GiveObject give:
                string given = plan.Name.Length == 0 ? NaturalValues.To(give.Source.Buffer.Object!, give.Source.Buffer.Name) : give.Source.Buffer.Name;
                forward.Body.Line($"{forward.Output(plan, give.Position)} = {given};");
                break;
            default:
                throw new InvalidOperationException($"{call.GetType().Name} has no emitter.");
        }
    }

    static void Emit(CopyCall copy, ForwardWriter forward)
    {
        if (Accesses.IsRowMajor(copy.Source, copy.Shape) && Accesses.IsRowMajor(copy.Result, copy.Shape))
        {
            forward.Body.Line($"{Range(copy.Source, copy.Shape, forward)}.CopyTo({forward.Slice(copy.Result)});");
            return;
        }
        forward.Body.Line(
            $"{RuntimeNames.Copy}<{copy.Result.Buffer.Type.CSharpName()}>({Strided(copy.Shape, copy.Source, copy.Result, forward)});");
    }

    /// <summary>Both buffers with the index of the first element, then the lengths and both strides of the axes.</summary>
    static string Strided(Shape shape, Access source, Access result, ForwardWriter forward)
    {
        // Axes of length 1 carry nothing.
        int[] axes = Enumerable.Range(0, shape.Rank).Where(a => shape[a] != Dim.One).ToArray();
        return $"{source.Buffer.Name}, {forward.Dims.Int(source.Offset)}, {result.Buffer.Name}, {forward.Dims.Int(result.Offset)}, "
            + $"{forward.Ints(axes.Select(a => shape[a]))}, {forward.Ints(axes.Select(a => source.Strides[a]))}, {forward.Ints(axes.Select(a => result.Strides[a]))}";
    }

    /// <summary>The statement that stores an element everywhere in a tensor.</summary>
    public static string Fill(Access result, Shape shape, string element, ForwardWriter forward)
    {
        if (Accesses.IsRowMajor(result, shape))
        {
            bool isWhole = result.Offset == Dim.Zero && result.Buffer.Length == shape.Elements;
            return $"{(isWhole ? result.Buffer.Name : Range(result, shape, forward))}.Fill({element});";
        }
        int[] axes = Enumerable.Range(0, shape.Rank).Where(axis => shape[axis] != Dim.One).ToArray();
        string lengths = forward.Ints(axes.Select(axis => shape[axis]));
        string strides = forward.Ints(axes.Select(axis => result.Strides[axis]));
        return $"{RuntimeNames.Fill}({result.Buffer.Name}, {forward.Dims.Int(result.Offset)}, {lengths}, {strides}, {element});";
    }

    /// <summary>The elements of a tensor in row-major order without gaps.</summary>
    static string Range(Access access, Shape shape, ForwardWriter forward)
    {
        Planning.Buffer buffer = access.Buffer;
        bool isPart = access.Offset == Dim.Zero || LiteralArrays.IsArray(buffer) || buffer.Length is { IsConstant: true, Value: > 0 };
        string elements = forward.Dims.Int(shape.Elements);
        return isPart
            ? $"{buffer.Name}.{(LiteralArrays.IsArray(buffer) ? "AsSpan" : "Slice")}({forward.Dims.Int(access.Offset)}, {elements})"
            : $"{forward.Slice(access)}[..{forward.Dims.IntFactor(shape.Elements)}]";
    }

    static void Emit(LineCall line, ForwardWriter forward)
    {
        string arguments = string.Join(", ", line.Arguments.Select(a => a switch
        {
            bool flag => Literals.Boolean(flag),
            Dim dim => forward.Dims.Int(dim),
            _ => throw new InvalidOperationException($"{a} is no argument of a kernel."),
        }));
        string results = string.Join(", ", line.Results.Select(forward.Slice));
        forward.Body.Line(
            $"{line.Kernel}<{line.Source.Buffer.Type.CSharpName()}>(workers, {forward.Slice(line.Source)}, {results}, "
            + $"{forward.Dims.Int(line.Outer)}, {forward.Dims.Int(line.Length)}, {forward.Dims.Int(line.Inner)}, {arguments});");
    }

    static void Emit(StoreDims store, ForwardWriter forward)
    {
        string type = store.Result.Buffer.Type.CSharpName();
        for (int i = 0; i < store.Values.Count; i++)
        {
            string index = forward.Dims.Int(store.Result.Offset + i);
            string value = store.Result.Buffer.Type switch
            {
                ElementType.Bool => $"{forward.Dims.LongFactor(store.Values[i])} != 0",
                ElementType.Int64 => forward.Dims.Long(store.Values[i]),
                _ => $"({type})({forward.Dims.Long(store.Values[i])})",
            };
            forward.Body.Line($"{store.Result.Buffer.Name}[{index}] = {value};");
        }
    }

    static void Emit(BindSymbol bind, ForwardWriter forward)
    {
        Dim index = bind.Source.Offset;
        long rest = bind.Index;
        for (int axis = bind.Shape.Rank - 1; axis >= 0; axis--)
        {
            long length = bind.Shape[axis] is { IsConstant: true, Value: > 0 } known ? known.Value : long.MaxValue;
            index += bind.Source.Strides[axis] * (rest % length);
            rest /= length;
        }
        string element = $"{bind.Source.Buffer.Name}[{forward.Dims.Int(index)}]";
        string value = bind.Source.Buffer.Type == ElementType.Bool ? $"({element} ? 1 : 0)" : $"{RuntimeNames.ReadSize}({element})";
        forward.Body.Line(forward.Declaration(bind.Symbol, value));
    }

    static void Emit(AllocateCall allocate, Plan plan, ForwardWriter forward)
    {
        string type = allocate.Buffer.Type.CSharpName();
        if (allocate.OutputShape is null)
        {
            string length = forward.Dims.Int(allocate.Buffer.Length);
            string memory = allocate.Buffer.Storage == Storage.Late ? $"context.Rent<{type}>({length})" : $"new {type}[{length}]";
            forward.Body.Line($"Span<{type}> {allocate.Buffer.Name} = {memory};");
            return;
        }
        string lengths = string.Join(", ", allocate.OutputShape.Select(forward.Dims.Int));
        string argument = lengths.Length == 0 ? "[]" : $"stackalloc nint[] {{ {lengths} }}";
        string output = forward.Output(plan, plan.OutputBuffers[allocate.Buffer]);
        forward.Body.Line($"Span<{type}> {allocate.Buffer.Name} = {output}.Allocate({argument});");
    }
}
