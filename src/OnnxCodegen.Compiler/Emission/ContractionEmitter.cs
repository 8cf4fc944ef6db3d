using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OnnxCodegen.Compiler.Planning;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints matrix products, convolutions and elementwise calls with the structs of their functions.</summary>
internal static class ContractionEmitter
{
    public static void Emit(MatMulCall call, ForwardWriter forward)
    {
        int batches = call.Batch.Rank;
        string shape = $"new {RuntimeNames.MatMulShape}({Int(call.M)}, {Int(call.N)}, {Int(call.K)}) {{ "
            + $"ARow = {Int(call.A.Strides[batches])}, AColumn = {Int(call.A.Strides[batches + 2])}, "
            + (call.IsPacked ? string.Empty : $"BRow = {Int(call.B.Strides[batches + 2])}, BColumn = {Int(call.B.Strides[batches + 1])}, ")
            + $"YRow = {Int(call.Result.Strides[batches])}"
            + string.Concat(Enumerable.Range(0, batches).Select(i =>
                $", Batch{Number(i + MaximumOuterAxes - batches)} = new {RuntimeNames.BatchAxis}({Int(call.Batch[i])}, {Int(call.A.Strides[i])}, {Int(call.IsPacked ? Dim.Zero : call.B.Strides[i])}, {Int(call.Result.Strides[i])})"))
            + " }";
        string[] operands = call.Operands
            .Select(o => Operand(forward, o, o.Strides[batches], o.Strides.Take(batches).ToArray())).ToArray();
        string method = call.IsPacked ? RuntimeNames.MatMulPacked : RuntimeNames.MatMul;
        forward.Body.Line(
            $"{method}<{StructName(call.Epilogue, forward)}>(workers, {shape}, {forward.Slice(call.A)}, {forward.Slice(call.B)}, "
            + $"{forward.Slice(call.Result)}{Tail(operands, Sizes(call.Sizes, forward))});");
        string Int(Dim dim) => forward.IntExpression(dim);
    }

    public static void Emit(ConvolveCall call, ForwardWriter forward)
    {
        string shape = WindowShape(
            forward, call.Images, call.Output, call.Groups, call.Channels, call.Outputs, call.Kernel, call.Strides, call.Dilations, call.Source, call.Result);
        string[] operands = call.Operands.Select(o => Operand(forward, o, o.Strides[3], o.Strides.Take(3).ToArray())).ToArray();
        forward.Body.Line(
            $"{(call.IsWinograd ? RuntimeNames.Winograd : RuntimeNames.Convolve)}<{StructName(call.Epilogue, forward)}>(workers, {shape}, {forward.Slice(call.Source)}, "
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
                members.Add($"{name} = {forward.IntExpression(dim)}");
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
        $"{RuntimeNames.MatMulPack}({forward.Slice(call.Source)}, {forward.IntExpression(call.K)}, {forward.IntExpression(call.N)}, "
        + $"{forward.IntExpression(call.Source.Strides[0])}, {forward.IntExpression(call.Source.Strides[1])}, {forward.Slice(call.Result)});");

    public static void Emit(PackConvolution call, ForwardWriter forward) => forward.Body.Line(
        $"{RuntimeNames.ConvolvePack}({forward.Slice(call.Source)}, {forward.IntExpression(call.Groups)}, {forward.IntExpression(call.Outputs)}, "
        + $"{forward.IntExpression(call.Channels)}, {forward.IntExpression(Dim.Product(call.Kernel))}, {forward.Slice(call.Result)});");

    public static void Emit(PackWinograd call, ForwardWriter forward) => forward.Body.Line(
        $"{RuntimeNames.WinogradPack}({forward.Slice(call.Source)}, {forward.IntExpression(call.Outputs)}, {forward.IntExpression(call.Channels)}, {forward.Slice(call.Result)});");

    public static void Emit(ElementwiseCall call, ForwardWriter forward)
    {
        string x = call.Primary is { } primary ? Operand(forward, primary, primary.Strides[0], System.Array.Empty<Dim>()) : "default";
        string[] operands = call.Operands.Select(o => Operand(forward, o, o.Strides[0], System.Array.Empty<Dim>())).ToArray();
        forward.Body.Line(
            $"{RuntimeNames.Elementwise}<{StructName(call.Map, forward)}>(workers, {forward.IntExpression(call.Rows)}, {forward.IntExpression(call.Columns)}, {x}, "
            + $"{forward.Slice(call.Result)}, {forward.IntExpression(call.Result.Strides[0])}{Tail(operands, Sizes(call.Sizes, forward))});");
    }

    const int MaximumOuterAxes = 3;

    /// <summary>The struct of a function: equal functions share one.</summary>
    static string StructName(MapStruct? map, ForwardWriter forward)
    {
        if (map is null || map.Expression is Scalars.ScalarInput { Position: 0 })
            return RuntimeNames.Identity;
        return forward.Struct(map);
    }

    static string Operand(ForwardWriter forward, Access access, Dim row, IReadOnlyList<Dim> outer)
    {
        if (row == Dim.Zero && outer.All(o => o == Dim.Zero))
            return access.Offset == Dim.Zero ? access.Buffer.Name : forward.Slice(access);
        var strides = Enumerable.Repeat(Dim.Zero, MaximumOuterAxes - outer.Count).Concat(outer).ToList();
        while (strides.Count > 0 && strides.All(s => s == Dim.Zero))
            strides.Clear();
        return $"new {RuntimeNames.Operand}({forward.Slice(access)}, {string.Join(", ", new[] { row }.Concat(strides).Select(forward.IntExpression))})";
    }

    /// <summary>Sizes become floats on the stack.</summary>
    static string[] Sizes(IReadOnlyList<Dim> sizes, ForwardWriter forward) => sizes.Select(size =>
    {
        string name = forward.UniqueName("size");
        forward.Body.Line($"float {name} = {forward.Dims.Print(size)};");
        return $"{RuntimeNames.ScalarOperand}({name})";
    }).ToArray();

    static string Tail(IEnumerable<string> operands, IEnumerable<string> sizes) => string.Concat(operands.Concat(sizes).Select(o => ", " + o));

    static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
