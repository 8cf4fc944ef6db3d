using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Operators.Trees;
using OnnxCodegen.Compiler.Primitives;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Ensembles of decision trees.</summary>
[Domain("ai.onnx.ml")]
internal static class TreeEnsembles
{
    [Operator, Since(1)]
    public static Value TreeEnsembleRegressor(
        Value x, OnnxNode node, long nTargets = 1, string aggregateFunction = "SUM", string postTransform = "NONE",
        double[]? baseValues = null, Tensor? baseValuesAsTensor = null, Tensor? nodesValuesAsTensor = null, Tensor? targetWeightsAsTensor = null)
    {
        Value features = Features(x);
        TreeAggregate aggregate = Enum.TryParse(aggregateFunction, ignoreCase: true, out TreeAggregate known)
            ? known
            : throw new ModelException(DiagnosticCode.InvalidAttribute, $"'{aggregateFunction}' is no aggregate_function.");
        Forest forest = ForestReader.Read(
            node, "target", checked((int)nTargets), nodesValuesAsTensor, targetWeightsAsTensor, aggregate, features.ElementType);
        Value scores = AddBase(Scores(features, forest), baseValuesAsTensor?.Doubles ?? baseValues);
        // A single target is transformed by PROBIT alone, as ONNX Runtime does.
        bool isTransformed = nTargets > 1 || postTransform == "PROBIT";
        return Cast(isTransformed ? PostTransforms.Apply(scores, postTransform) : scores, ElementType.Float);
    }

    [Operator, Since(1)]
    public static (Value Y, Value Z) TreeEnsembleClassifier(
        Value x, OnnxNode node, string postTransform = "NONE", string[]? classlabelsStrings = null, long[]? classlabelsInt64s = null,
        double[]? baseValues = null, Tensor? baseValuesAsTensor = null, Tensor? nodesValuesAsTensor = null, Tensor? classWeightsAsTensor = null)
    {
        Value features = Features(x);
        ClassLabels labels = ClassLabels.Of(classlabelsInt64s, classlabelsStrings);
        Forest forest = ForestReader.Read(
            node, "class", labels.Count, nodesValuesAsTensor, classWeightsAsTensor, TreeAggregate.Sum, features.ElementType);
        double[]? bases = baseValuesAsTensor?.Doubles ?? baseValues;
        if (labels.Count == 2)
            return BinaryTreeClassifier.Classify(Scores(features, forest), forest, labels, bases, postTransform);
        Value scores = AddBase(Scores(features, forest), bases);
        return (labels.OfLargest(scores), Cast(PostTransforms.Apply(scores, postTransform), ElementType.Float));
    }

    [Operator(Widens = true), Since(5)]
    public static Value TreeEnsemble(
        Value x, long[] treeRoots, long[] nodesFeatureids, Tensor nodesSplits, Tensor nodesModes, long[] nodesTruenodeids, long[] nodesFalsenodeids,
        long[] nodesTrueleafs, long[] nodesFalseleafs, long[] leafTargetids, Tensor leafWeights, Tensor? membershipValues = null,
        long[]? nodesMissingValueTracksTrue = null, Tensor? nodesHitrates = null, long nTargets = 1, long aggregateFunction = 1, long postTransform = 0)
    {
        _ = nodesHitrates; // frequencies of the training, which mean nothing to the result
        Value features = Features(x);
        double[] Round(Tensor numbers) => numbers.Doubles.Select(n => ElementConversion.Round(n, features.ElementType)).ToArray();
        var reader = new TreeEnsembleReader(
            Round(nodesSplits), nodesModes.Longs, nodesFeatureids, nodesMissingValueTracksTrue, nodesTruenodeids, nodesFalsenodeids,
            nodesTrueleafs, nodesFalseleafs, leafTargetids, Round(leafWeights), membershipValues is null ? [] : Round(membershipValues));
        var forest = new Forest(reader.Read(treeRoots), checked((int)nTargets), (TreeAggregate)aggregateFunction);
        return PostTransforms.Apply(Scores(features, forest), PostTransforms.Name(postTransform));
    }

    /// <summary>Rows of floats or doubles.</summary>
    static Value Features(Value x)
    {
        Value rows = x.Rank == 1 ? Views.Unsqueeze(x, 0) : x;
        return rows.ElementType == ElementType.Double ? rows : Cast(rows, ElementType.Float);
    }

    /// <summary>The combined weights, of shape [n, targets].</summary>
    static Value Scores(Value x, Forest forest)
    {
        ElementType type = x.ElementType;
        var function = new CallFunction(
            RuntimeNames.EvaluateTrees,
            new object[]
            {
                new StaticObject($"{RuntimeNames.TreeEnsemble}<{type.CSharpName()}>", "trees", $"{RuntimeNames.DecodeTrees}<{type.CSharpName()}>", ForestPacking.Pack(forest, type)),
                x.Shape[1],
            },
            (inputs, _) => new[] { ForestEvaluation.Evaluate(forest, inputs[0], type) },
            IsParallel: true);
        return x.Scope.Add(new Call(function, new ValueType[] { new TensorType(type, Shape.Of(x.Shape[0], forest.Targets)) }), x);
    }

    static Value AddBase(Value scores, IReadOnlyList<double>? bases) => bases is { Count: > 0 }
        ? scores + scores.Scope.Constant(new Tensor(
            scores.ElementType, new long[] { bases.Count }, bases.Select(b => ElementConversion.Round(b, scores.ElementType)).ToArray()))
        : scores;
}
