using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Regions of images, pooled to one size.</summary>
internal static class RegionPooling
{
    [Operator("RoiAlign", Widens = true), Since(10)]
    public static Value RoiAlign10(
        [Rank(4)] Value x, [Rank(2)] Value rois, [Rank(1), Indices] Value batchIndices, string mode = "avg", long outputHeight = 1, long outputWidth = 1, long samplingRatio = 0,
        double spatialScale = 1) =>
        RoiAlign(x, rois, batchIndices, "output_half_pixel", mode, outputHeight, outputWidth, samplingRatio, spatialScale);

    /// <summary>The mean or the maximum of points between the pixels, some in each bin of the region.</summary>
    [Operator(Widens = true), Since(16)]
    public static Value RoiAlign(
        [Rank(4)] Value x, [Rank(2)] Value rois, [Rank(1), Indices] Value batchIndices, string coordinateTransformationMode = "half_pixel", string mode = "avg",
        long outputHeight = 1, long outputWidth = 1, long samplingRatio = 0, double spatialScale = 1)
    {
        bool isHalfPixel = coordinateTransformationMode switch
        {
            "half_pixel" => true,
            "output_half_pixel" => false,
            _ => throw new ModelException(DiagnosticCode.InvalidAttribute, $"'{coordinateTransformationMode}' is no coordinate_transformation_mode."),
        };
        bool isMaximum = mode switch
        {
            "max" => true,
            "avg" => false,
            _ => throw new ModelException(DiagnosticCode.InvalidAttribute, $"'{mode}' is no mode."),
        };
        Check(x, rois, 4);
        x.Scope.Require(batchIndices.Shape.Elements, rois.Shape[0], "There is one batch index for each region", batchIndices, rois);
        var align = new RegionAlignment(
            checked((int)outputHeight), checked((int)outputWidth), checked((int)samplingRatio), (float)spatialScale, isHalfPixel, isMaximum);
        var function = new CallFunction(
            RuntimeNames.AlignRegions,
            new object[]
            {
                x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3], align.Height, align.Width, align.Samples, align.Scale, isHalfPixel, isMaximum,
            },
            (inputs, _) => new[] { align.Of(inputs[0], inputs[1], inputs[2]) },
            IsParallel: true);
        return Pool(function, x, rois, outputHeight, outputWidth, batchIndices);
    }

    /// <summary>The maximum of the pixels of each bin of the region; 0 for a bin without pixels.</summary>
    [Operator(Widens = true), Since(1)]
    public static Value MaxRoiPool([Rank(4)] Value x, [Rank(2)] Value rois, long[] pooledShape, double spatialScale = 1)
    {
        Check(x, rois, 5);
        if (pooledShape.Length != 2)
            throw new ModelException(DiagnosticCode.InvalidAttribute, "The pooled_shape has a height and a width.");
        (int height, int width) = (checked((int)pooledShape[0]), checked((int)pooledShape[1]));
        var function = new CallFunction(
            RuntimeNames.PoolRegions,
            new object[] { x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3], height, width, (float)spatialScale },
            (inputs, _) => new[] { RegionMaximum.Of(inputs[0], inputs[1], height, width, (float)spatialScale) });
        return Pool(function, x, rois, height, width);
    }

    static void Check(Value x, Value rois, int coordinates)
    {
        if (x.Rank != 4 || rois.Rank != 2)
            throw new ModelException("Regions are rows of coordinates in images of the axes batch, channels, height and width.");
        if (x.ElementType != rois.ElementType || !x.ElementType.IsFloating())
            throw new ModelException("Images and regions are floating numbers of one type.");
        x.Scope.Require(rois.Shape[1], coordinates, "A region has a fixed number of coordinates", rois);
    }

    static Value Pool(CallFunction function, Value x, Value rois, long height, long width, Value? batches = null)
    {
        if (height < 0 || width < 0)
            throw new ModelException(DiagnosticCode.InvalidAttribute, "The size of a result is not negative.");
        var type = new TensorType(x.ElementType, Shape.Of(rois.Shape[0], x.Shape[1], height, width));
        Value[] inputs = batches is null ? [x, rois] : [x, rois, Algebra.Cast(batches, ElementType.Int64)];
        return x.Scope.Add(new Call(function, new ValueType[] { type }), inputs);
    }
}
