using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Imaging;

namespace OnnxCodegen.Conformance;

/// <summary>The functions of the package OnnxCodegen.Imaging for the evaluator, which has no libraries of images.</summary>
internal static class ImagingFunctions
{
    public static Func<IReadOnlyList<Tensor>, Func<Symbol, long>, IReadOnlyList<Tensor>>? MeaningOf(CallFunction function) => function.Name switch
    {
        ImagingNames.Measure => (inputs, _) => [Measure(inputs[0])],
        ImagingNames.Decode => (inputs, sizes) => [Decode(inputs[0], function.Arguments, sizes)],
        _ => null,
    };

    static Tensor Measure(Tensor encoded)
    {
        var size = new long[2];
        ImageDecoder.Measure(Bytes(encoded), size);
        return Tensor.Vector(size);
    }

    static Tensor Decode(Tensor encoded, IReadOnlyList<object> arguments, Func<Symbol, long> sizes)
    {
        long height = ((Dim)arguments[0]).Evaluate(sizes), width = ((Dim)arguments[1]).Evaluate(sizes);
        var format = (string)arguments[2];
        long[] dims = [height, width, format == "Grayscale" ? 1 : 3];
        var pixels = new byte[dims.Aggregate(1L, (product, length) => product * length)];
        ImageDecoder.Decode(Bytes(encoded), pixels, (int)height, (int)width, format);
        return new Tensor(ElementType.UInt8, dims, pixels.Select(level => (long)level).ToArray());
    }

    static byte[] Bytes(Tensor tensor) => [.. tensor.Longs.Select(element => (byte)element)];
}
