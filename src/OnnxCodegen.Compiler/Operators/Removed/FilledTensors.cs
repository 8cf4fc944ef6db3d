using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Tensors and parts of tensors that experimental operators made, which left the standard with version 10.</summary>
internal static class FilledTensors
{
    [Operator, Since(1)]
    public static Value ConstantFill(
        Scope scope, Value? input = null, double value = 0, ElementType dtype = ElementType.Float, long[]? shape = null, long[]? extraShape = null,
        bool inputAsShape = false) =>
        Fill(scope, Target(input, shape, extraShape, inputAsShape), ScalarExpr.Literal(dtype, value));

    [Operator, Since(1)]
    public static Value GivenTensorFill(
        Scope scope, Value? shapeInput = null, double[]? values = null, long[]? shape = null, long[]? extraShape = null, bool inputAsShape = false)
    {
        double[] elements = values ?? throw new ModelException(DiagnosticCode.InvalidAttribute, "The tensor has no values.");
        return Views.Reshape(
            scope.Constant(new Tensor(ElementType.Float, [elements.Length], elements)), Target(shapeInput, shape, extraShape, inputAsShape));
    }

    /// <summary>Images without a border, or a part of the given height and width behind the left and top border.</summary>
    /// <param name="border">Left, top, right and bottom.</param>
    [Operator, Since(1)]
    public static Value Crop(Value input, long[] border, long[]? scale = null)
    {
        if (input.Rank != 4 || border.Length != 4 || scale is { Length: not (0 or 2) })
            throw new ModelException("A crop of images has four borders and a height and width, if any.");
        bool isSized = scale is { Length: 2 };
        Dim height = isSized ? scale![0] : input.Shape[2] - border[1] - border[3];
        Dim width = isSized ? scale![1] : input.Shape[3] - border[0] - border[2];
        return Views.Slice(Views.Slice(input, 2, border[1], height), 3, border[0], width);
    }

    [Operator, Since(1)]
    public static Value DynamicSlice(Value data, Value starts, Value ends, Value? axes = null) => Slicing.Slice(data, starts, ends, axes);

    /// <summary>A call into PyTorch's own library, which a model cannot bring with it.</summary>
    [Operator, Since(1)]
    public static IReadOnlyList<Value> ATen(OnnxNode node, IReadOnlyList<Value> inputs) => throw new ModelException(
        DiagnosticCode.UnknownOperator,
        $"ATen calls the function '{node.Attribute("operator")?.String}' of PyTorch; export the model with operators of the standard alone.");

    static Shape Target(Value? input, long[]? shape, long[]? extraShape, bool isContents)
    {
        if (shape is not null)
            return Shape.Of(shape);
        if (input is null)
            throw new ModelException(DiagnosticCode.InvalidAttribute, "The tensor has neither a shape nor an input that tells it.");
        return new Shape((isContents ? new Shape(DimVectors.Of(input)) : input.Shape).Concat((extraShape ?? []).Select(Dim.Constant)));
    }
}
