using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Boxes that are kept for their scores and because they do not overlap better ones.</summary>
internal static class BoxSelection
{
    /// <summary>The batch, class and box of each kept box, class by class in the order of their scores.</summary>
    [Operator, Since(10)]
    public static Value NonMaxSuppression(
        [Rank(3)] Value boxes, [Rank(3)] Value scores, Value? maxOutputBoxesPerClass = null, Value? iouThreshold = null, Value? scoreThreshold = null,
        bool centerPointBox = false)
    {
        if (boxes.Rank != 3 || scores.Rank != 3)
            throw new ModelException("Boxes and scores have three axes each.");
        Scope scope = boxes.Scope;
        scope.Require(boxes.Shape[2], 4, "A box has four coordinates", boxes);
        scope.Require(boxes.Shape[0], scores.Shape[0], "There are as many batches of boxes as of scores", boxes, scores);
        scope.Require(boxes.Shape[1], scores.Shape[2], "There are as many boxes as scores", boxes, scores);
        (Dim batches, Dim classes, Dim count) = (scores.Shape[0], scores.Shape[1], scores.Shape[2]);
        Dim most = maxOutputBoxesPerClass is null ? Dim.Zero : scope.Let(Dim.Min(Dim.Max(0, DimVectors.Scalar(maxOutputBoxesPerClass)), count));
        Value overlap = iouThreshold ?? scope.Constant(ElementType.Float, 0);
        Value least = scoreThreshold ?? scope.Constant(ElementType.Float, double.NegativeInfinity);
        var function = new CallFunction(
            RuntimeNames.SelectBoxes,
            new object[] { batches, classes, count, most, centerPointBox },
            (inputs, sizes) => BoxSuppression.Select(inputs, most.Evaluate(sizes), centerPointBox));
        var results = new ValueType[]
        {
            new TensorType(ElementType.Int64, Shape.Of(batches * classes * most, 3)), new TensorType(ElementType.Int64, Shape.Of(1)),
        };
        Value[] inputs = new[] { boxes, scores, overlap, least }.Select(x => Algebra.Cast(x, ElementType.Float)).ToArray();
        var kept = scope.AddNode(new Call(function, results), inputs);
        return Views.Slice(kept[0], 0, 0, scope.Let(Dim.Max(0, scope.At(kept[1], 0))));
    }
}
