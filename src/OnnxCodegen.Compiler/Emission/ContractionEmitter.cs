using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OnnxCodegen.Compiler.Planning;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints matrix products, convolutions and elementwise calls with the structs of their functions.</summary>
internal static class ContractionEmitter
{
    public static void Emit(MatMulCall call, ForwardWriter forward)
    {
        int batches = call.Batch.Rank;
        string[] operands = call.Operands
            .Select(o => Operand(forward, o, o.Strides[batches], o.Strides.Take(batches).ToArray())).ToArray();
        string method = call.IsWhole ? RuntimeNames.MatMulPackedWhole : call.IsPacked ? RuntimeNames.MatMulPacked : RuntimeNames.MatMul;
        string epilogue = EpilogueName(call.Epilogue, ref operands, forward);
        forward.Body.Line(
            $"{method}<{epilogue}>(workers, {ProductShape(call, forward)}, {forward.Slice(call.A)}, {forward.Slice(call.B)}, "
            + $"{forward.Slice(call.Result)}{Tail(operands, Sizes(call.Sizes, forward))});");
    }

    static string ProductShape(MatMulCall call, ForwardWriter forward)
    {
        int batches = call.Batch.Rank;
        var members = new List<string>();
        Set("ARow", call.A.Strides[batches], call.K);
        Set("AColumn", call.A.Strides[batches + 2], 1);
        if (!call.IsPacked)
        {
            Set("BRow", call.B.Strides[batches + 2], call.N);
            Set("BColumn", call.B.Strides[batches + 1], 1);
        }
        Set("YRow", call.Result.Strides[batches], call.N);
        for (int i = 0; i < batches; i++)
        {
            Dim b = call.IsPacked ? Dim.Zero : call.B.Strides[i];
            Dim[] axis = { call.Batch[i], call.A.Strides[i], b, call.Result.Strides[i] };
            members.Add($"Batch{Number(i + MaximumOuterAxes - batches)} = new({string.Join(", ", axis.Select(forward.Dims.Int))})");
        }
        string lengths = string.Join(", ", new[] { call.M, call.N, call.K }.Select(forward.Dims.Int));
        return $"new {RuntimeNames.MatMulShape}({lengths})" + (members.Count > 0 ? $" {{ {string.Join(", ", members)} }}" : string.Empty);

        void Set(string name, Dim dim, Dim standard)
        {
            if (dim != standard)
                members.Add($"{name} = {forward.Dims.Int(dim)}");
        }
    }

    public static void Emit(ConvolveCall call, ForwardWriter forward)
    {
        string shape = WindowShape(
            forward, call.Images, call.Output, call.Groups, call.Channels, call.Outputs, call.Kernel, call.Strides, call.Dilations, call.Source, call.Result);
        string[] operands = call.Operands.Select(o => Operand(forward, o, o.Strides[3], o.Strides.Take(3).ToArray())).ToArray();
        string epilogue = EpilogueName(call.Epilogue, ref operands, forward);
        string method = call.IsWinograd ? RuntimeNames.Winograd : call.IsWhole ? RuntimeNames.ConvolveWhole : RuntimeNames.Convolve;
        forward.Body.Line(
            $"{method}<{epilogue}>(workers, {shape}, {forward.Slice(call.Source)}, "
            + $"{forward.Slice(call.Weights)}, {forward.Slice(call.Result)}{Tail(operands, Sizes(call.Sizes, forward))});");
    }

    public static void Emit(PoolCall call, ForwardWriter forward)
    {
        string shape = WindowShape(
            forward, call.Images, call.Output, call.Channels, 1, 1, call.Kernel, call.Strides, call.Dilations, call.Source, call.Result);
        string[] operands = call.Operands.Select(o => Operand(forward, o, o.Strides[3], o.Strides.Take(3).ToArray())).ToArray();
        forward.Body.Line(
            $"{RuntimeNames.Pool}<{RuntimeNames.Folds[call.Operation]}, {StructName(call.Epilogue, forward)}>(workers, {shape}, {forward.Slice(call.Source)}, "
            + $"{forward.Slice(call.Result)}{Tail(operands, Sizes(call.Sizes, forward))});");
    }

    static string WindowShape(
        ForwardWriter forward, Dim images, IReadOnlyList<Dim> output, Dim groups, Dim channels, Dim outputs, IReadOnlyList<Dim> kernel,
        IReadOnlyList<Dim> strides, IReadOnlyList<Dim> dilations, Access source, Access result)
    {
        var members = new List<string>();
        Set("Images", images, 1);
        Axes("Output{0}", output);
        Set("Groups", groups, 1);
        Set("Channels", channels, 1);
        Set("Outputs", outputs, 1);
        Axes("Kernel{0}", kernel);
        Axes("Stride{0}", strides);
        Axes("Dilation{0}", dilations);
        Strides("X", source);
        Strides("Y", result);
        return $"new {RuntimeNames.ConvolveShape} {{ {string.Join(", ", members)} }}";

        void Set(string name, Dim dim, Dim standard)
        {
            if (dim != standard)
                members.Add($"{name} = {forward.Dims.Int(dim)}");
        }

        void Axes(string pattern, IReadOnlyList<Dim> dims)
        {
            string[] spatial = { "Depth", "Height", "Width" };
            for (int i = 0; i < spatial.Length; i++)
                Set(string.Format(CultureInfo.InvariantCulture, pattern, spatial[i]), dims[i], 1);
        }

        void Strides(string prefix, Access access)
        {
            string[] axes = { "Image", "Depth", "Row", "Pixel" };
            for (int i = 0; i < axes.Length; i++)
                Set(prefix + axes[i], access.Strides[i], 0);
        }
    }

    public static void Emit(PackMatrix call, ForwardWriter forward) => forward.Body.Line(
        $"{(call.IsWhole ? RuntimeNames.MatMulPackWhole : RuntimeNames.MatMulPack)}(workers, {forward.Slice(call.Source)}, {forward.Dims.Int(call.K)}, {forward.Dims.Int(call.N)}, "
        + $"{forward.Dims.Int(call.Source.Strides[0])}, {forward.Dims.Int(call.Source.Strides[1])}, {forward.Slice(call.Result)});");

    public static void Emit(PackConvolution call, ForwardWriter forward) => forward.Body.Line(
        $"{(call.IsWhole ? RuntimeNames.ConvolvePackWhole : RuntimeNames.ConvolvePack)}(workers, {forward.Slice(call.Source)}, {forward.Dims.Int(call.Groups)}, {forward.Dims.Int(call.Outputs)}, "
        + $"{forward.Dims.Int(call.Channels)}, {forward.Dims.Int(Dim.Product(call.Kernel))}, {forward.Slice(call.Result)});");

    public static void Emit(PackWinograd call, ForwardWriter forward) => forward.Body.Line(
        $"{RuntimeNames.WinogradPack}(workers, {forward.Slice(call.Source)}, {forward.Dims.Int(call.Outputs)}, {forward.Dims.Int(call.Channels)}, {forward.Slice(call.Result)});");

    public static void Emit(ElementwiseCall call, ForwardWriter forward)
    {
        string x = call.Primary is { } primary ? At(primary) : "default";
        string operands = Tail(call.Operands.Select(At), Sizes(call.Sizes, forward));
        string function = StructName(call.Map, forward);
        string rows = forward.Dims.Int(call.Lengths[2]);
        string columns = forward.Dims.Int(call.Columns);
        if (call.Lengths[0] == Dim.One && call.Lengths[1] == Dim.One)
        {
            forward.Body.Line(
                $"{RuntimeNames.Elementwise}<{function}>(workers, {rows}, {columns}, {x}, {forward.Slice(call.Result)}, {forward.Dims.Int(call.Result.Strides[2])}{operands});");
            return;
        }
        var outer = new List<string>();
        for (int axis = 0; axis < 2; axis++)
            if (call.Lengths[axis] != Dim.One)
                outer.Add($"Outer{Number(axis)} = {forward.Dims.Int(call.Lengths[axis])}, YOuter{Number(axis)} = {forward.Dims.Int(call.Result.Strides[axis])}");
        if (call.Result.Strides[2] != call.Columns)
            outer.Add($"YLine = {forward.Dims.Int(call.Result.Strides[2])}");
        forward.Body.Line(
            $"{RuntimeNames.ElementwiseLines}<{function}>(workers, new {RuntimeNames.RowShape}({rows}, {columns}) {{ {string.Join(", ", outer)} }}, {x}, {forward.Slice(call.Result)}{operands});");

        string At(Access access) => Operand(forward, access, access.Strides[2], new[] { access.Strides[0], access.Strides[1], Dim.Zero });
    }

    const int MaximumOuterAxes = 3;

    /// <summary>The struct of a function: equal functions share one.</summary>
    internal static string StructName(MapStruct? map, ForwardWriter forward)
    {
        if (map is null || map.Expression is ScalarInput { Position: 0 })
            return RuntimeNames.Identity;
        return forward.Struct(map);
    }

    /// <summary>The struct of what follows a product: one of the runtime where it has the function, with its operands in that struct's order.</summary>
    static string EpilogueName(MapStruct? map, ref string[] operands, ForwardWriter forward)
    {
        if (map is null || map.Splats.Contains(true) || KnownFunction.Find(map.Expression) is not var (known, order, numbers))
            return StructName(map, forward);
        string[] given = operands;
        string table = string.Join(", ", numbers.Select(number => Literals.Single((float)number)));
        operands = order.Select(position => given[position])
            .Concat(numbers.Count > 0 ? [$"new {RuntimeNames.Operand}([{table}])"] : Enumerable.Empty<string>()).ToArray();
        return known.Name;
    }

    internal static string Operand(ForwardWriter forward, Access access, Dim row, IReadOnlyList<Dim> outer)
    {
        if (row == Dim.Zero && outer.All(o => o == Dim.Zero))
            return forward.Slice(access);
        IEnumerable<Dim> absent = Enumerable.Repeat(Dim.Zero, MaximumOuterAxes - outer.Count);
        IEnumerable<Dim> strides = outer.All(o => o == Dim.Zero) ? [row] : absent.Concat(outer).Prepend(row);
        return $"new {RuntimeNames.Operand}({forward.Slice(access)}, {string.Join(", ", strides.Select(forward.Dims.Int))})";
    }

    /// <summary>Sizes become floats on the stack.</summary>
    internal static string[] Sizes(IReadOnlyList<Dim> sizes, ForwardWriter forward) => sizes.Select(size =>
    {
        string name = forward.UniqueLocal("size");
        forward.Body.Line($"float {name} = {forward.Dims.Long(size)};");
        return $"{RuntimeNames.ScalarOperand}({name})";
    }).ToArray();

    internal static string Tail(IEnumerable<string> operands, IEnumerable<string> sizes) => string.Concat(operands.Concat(sizes).Select(o => ", " + o));

    static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
