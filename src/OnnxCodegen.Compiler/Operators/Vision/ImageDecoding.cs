using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Images from files.</summary>
internal static class ImageDecoding
{
    /// <summary>Pixels [height, width, channels] of a file; an empty tensor where it cannot be decoded. The functions are those of the package
    /// OnnxCodegen.Imaging.</summary>
    [Operator, Since(20)]
    public static Value ImageDecoder(Value encodedStream, string pixelFormat = "RGB")
    {
        if (encodedStream.ElementType != ElementType.UInt8 || encodedStream.Rank != 1)
            throw new ModelException("A file is a vector of bytes.");
        int channels = pixelFormat switch
        {
            "RGB" or "BGR" => 3,
            "Grayscale" => 1,
            _ => throw new ModelException(DiagnosticCode.InvalidAttribute, $"'{pixelFormat}' is no pixel_format."),
        };
        Scope scope = encodedStream.Scope;
        var measure = new CallFunction(ImagingNames.Measure, []);
        Value size = scope.Add(new Call(measure, new ValueType[] { new TensorType(ElementType.Int64, Shape.Of(2)) }), encodedStream);
        Dim Length(int index) => scope.Let(Dim.Max(0, scope.At(size, index)));
        var shape = Shape.Of(Length(0), Length(1), channels);
        var decode = new CallFunction(ImagingNames.Decode, new object[] { shape[0], shape[1], pixelFormat });
        return scope.Add(new Call(decode, new ValueType[] { new TensorType(ElementType.UInt8, shape) }), encodedStream);
    }
}
