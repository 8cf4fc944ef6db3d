using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Operators from 8-bit to 8-bit numbers: what the operator gives for the real numbers, quantised.</summary>
[Domain("com.microsoft")]
internal static class QuantizedOperators
{
    [Operator]
    public static Value QuantizeLinear(Value x, Value yScale, Value? yZeroPoint = null, long axis = 1) =>
        Quantization.QuantizeLinear(x, yScale, yZeroPoint, axis);

    [Operator]
    public static Value DequantizeLinear(Value x, Value xScale, Value? xZeroPoint = null, long axis = 1) =>
        Quantization.DequantizeLinear(x, xScale, xZeroPoint, axis);

    [Operator]
    public static Value QLinearAdd(
        Value a, Value aScale, [Optional] Value? aZeroPoint, Value b, Value bScale, [Optional] Value? bZeroPoint, Value cScale, Value? cZeroPoint = null) =>
        QuantizeShifted(Real(a, aScale, aZeroPoint) + Real(b, bScale, bZeroPoint), cScale, cZeroPoint ?? Zero(a));

    [Operator]
    public static Value QLinearMul(
        Value a, Value aScale, [Optional] Value? aZeroPoint, Value b, Value bScale, [Optional] Value? bZeroPoint, Value cScale, Value? cZeroPoint = null) =>
        QuantizeShifted(Real(a, aScale, aZeroPoint) * Real(b, bScale, bZeroPoint), cScale, cZeroPoint ?? Zero(a));

    [Operator]
    public static Value QLinearSigmoid(Value x, Value xScale, [Optional] Value? xZeroPoint, Value yScale, Value? yZeroPoint = null) =>
        Quantize(Sigmoid(Real(x, xScale, xZeroPoint)), yScale, yZeroPoint, x.ElementType);

    [Operator]
    public static Value QLinearLeakyRelu(
        Value x, Value xScale, [Optional] Value? xZeroPoint, Value yScale, Value? yZeroPoint = null, double alpha = 0.01) =>
        Quantize(Activations.LeakyRelu(Real(x, xScale, xZeroPoint), alpha), yScale, yZeroPoint, x.ElementType);

    /// <param name="opset">The version of Softmax that is meant: before 13 over all axes from the given one on.</param>
    [Operator]
    public static Value QLinearSoftmax(
        Value x, Value xScale, [Optional] Value? xZeroPoint, Value yScale, Value yZeroPoint, long opset, long axis = -1)
    {
        Value real = Real(x, xScale, xZeroPoint);
        Value y = opset < 13 ? SoftmaxOperators.Softmax1(real, Views.Axis(axis, x.Rank)) : SoftmaxOperators.Softmax(real, axis);
        return Quantize(y, yScale, yZeroPoint, x.ElementType);
    }

    [Operator]
    public static Value QLinearWhere(
        Value condition, Value x, Value xScale, Value xZeroPoint, Value y, Value yScale, Value yZeroPoint, Value zScale, Value zZeroPoint) =>
        Select(
            condition,
            Quantize(Real(x, xScale, xZeroPoint), zScale, zZeroPoint, x.ElementType),
            Quantize(Real(y, yScale, yZeroPoint), zScale, zZeroPoint, x.ElementType));

    /// <param name="inputs">Each tensor with its scale and its zero point.</param>
    [Operator]
    public static Value QLinearConcat(Value yScale, Value yZeroPoint, IReadOnlyList<Value> inputs, long axis)
    {
        if (inputs.Count == 0 || inputs.Count % 3 != 0)
            throw new ModelException("A concatenation of quantised tensors takes each with its scale and zero point.");
        Value[] parts = Enumerable.Range(0, inputs.Count / 3)
            .Select(i => Quantize(Real(inputs[3 * i], inputs[(3 * i) + 1], inputs[(3 * i) + 2]), yScale, yZeroPoint, yZeroPoint.ElementType))
            .ToArray();
        return parts[0].Scope.Add(new Concat(Views.Axis(axis, parts[0].Rank)), parts);
    }

    [Operator]
    public static Value QLinearAveragePool(
        [AtLeast(3)] Value x, Value xScale, [Optional] Value? xZeroPoint, Value yScale, Value? yZeroPoint, long[] kernelShape, string autoPad = "NOTSET",
        long ceilMode = 0, bool channelsLast = false, long countIncludePad = 0, long[]? pads = null, long[]? strides = null) =>
        ChannelsLast.Of(x, channelsLast, images => QuantizeShifted(
            Pools.AveragePool(Real(images, xScale, xZeroPoint), kernelShape, autoPad, ceilMode, countIncludePad, null, pads, strides),
            yScale, yZeroPoint ?? Zero(x)));

    [Operator]
    public static Value QLinearGlobalAveragePool(
        [AtLeast(3)] Value x, Value xScale, Value xZeroPoint, Value yScale, Value yZeroPoint, bool channelsLast = false) =>
        ChannelsLast.Of(x, channelsLast, images => Mean(
            images, Enumerable.Range(2, images.Rank - 2).ToArray(), xScale, xZeroPoint, yScale, yZeroPoint));

    [Operator]
    public static Value QLinearReduceMean(
        Value data, Value dataScale, [Optional] Value? dataZeroPoint, Value reducedScale, Value? reducedZeroPoint, long[] axes, bool keepdims)
    {
        int[] along = axes.Select(axis => Views.Axis(axis, data.Rank)).ToArray();
        Value mean = Mean(data, along, dataScale, dataZeroPoint, reducedScale, reducedZeroPoint);
        return keepdims ? mean : Views.Squeeze(mean, along);
    }

    /// <summary>MaxPool of images whose channels come last.</summary>
    [Operator]
    public static Value NhwcMaxPool(
        [AtLeast(3)] Value x, long[] kernelShape, string autoPad = "NOTSET", long ceilMode = 0, long[]? dilations = null, long[]? pads = null, long[]? strides = null) =>
        ChannelsLast.Of(x, images => Pools.MaxPool(images, kernelShape, autoPad, ceilMode, dilations, pads, 0, strides).Y);

    /// <summary>The mean, of sums as int32.</summary>
    static Value Mean(Value x, int[] axes, Value scale, Value? zeroPoint, Value resultScale, Value? resultZeroPoint)
    {
        Value sums = Reductions.Sum(Quantized.Centered(x, Scalar(zeroPoint)), axes);
        Value count = Reductions.Count(Cast(x, ElementType.Float), axes);
        Value factor = Map(Scalar(scale)!, Scalar(resultScale)!, count, (s, y, n) => s / (n * y));
        return Quantized.Requantize(sums, factor, Scalar(resultZeroPoint) ?? Zero(x));
    }

    static Value Real(Value x, Value scale, Value? zeroPoint) => Quantization.DequantizeLinear(x, Scalar(scale)!, Scalar(zeroPoint));

    static Value Quantize(Value x, Value scale, Value? zeroPoint, ElementType type) =>
        Quantization.QuantizeLinear(x, Scalar(scale)!, Scalar(zeroPoint), outputDtype: type);

    /// <summary>Quantises as most of ONNX Runtime's kernels do, which rounds behind the zero point: halves go to the even result, not to the even quotient.</summary>
    static Value QuantizeShifted(Value x, Value scale, Value zeroPoint) => Map(
        x, Scalar(scale)!, Scalar(zeroPoint)!, (a, s, z) => ScalarExpr.SaturatingCast(
            Round((Cast(a, ElementType.Float) / Cast(s, ElementType.Float)) + Cast(z, ElementType.Float)), zeroPoint.ElementType));

    static Value? Scalar(Value? x) => x is null ? null : Views.Reshape(x, Shape.Scalar);

    static Value Zero(Value x) => x.Scope.Constant(Tensor.New(x.ElementType, Array.Empty<long>()));
}
