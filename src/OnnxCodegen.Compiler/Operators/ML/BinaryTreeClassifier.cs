using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Operators.Trees;
using OnnxCodegen.Compiler.Primitives;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Tree classifiers of two classes, which the standard leaves open and ONNX Runtime settles: where the leaves have weights for
/// one class alone, its score is a probability if no weight is negative, else a margin.</summary>
internal static class BinaryTreeClassifier
{
    public static (Value Y, Value Z) Classify(Value scores, Forest forest, ClassLabels labels, IReadOnlyList<double>? bases, string postTransform)
    {
        (int Target, double Weight)[] weights = Weights(forest).ToArray();
        bool hasSecond = weights.Any(w => w.Target == 1);
        bool isBinary = weights.Select(w => w.Target).Distinct().Count() == 1;
        bool isPositive = weights.All(w => w.Weight >= 0);
        Value first = Column(scores, 0);
        Value second = Column(scores, 1);
        if (bases is { Count: 2 })
        {
            first = first + bases[0];
            second = second + bases[1];
            // The score of the first class alone counts for the second one.
            if (isBinary && !hasSecond)
            {
                second = Column(scores, 0) + bases[1];
                first = -second;
            }
        }
        else if (bases is { Count: 1 })
            first = first + bases[0];
        bool isPair = hasSecond || bases is { Count: 2 };
        Value positive = isPair ? second : first;
        Value label = labels.OfPositive(positive, isBinary && isPositive ? 0.5 : 0);
        Value pair = isPair ? PostTransforms.Apply(Join(first, second), postTransform) : Single(first, isPositive, postTransform);
        return (label, Cast(pair, ElementType.Float));
    }

    /// <summary>Both columns from the score of one class.</summary>
    static Value Single(Value score, bool isPositive, string postTransform)
    {
        if (postTransform == "PROBIT")
            return PostTransforms.Probit(score);
        if (isPositive)
            return Join(1 - score, score);
        return postTransform == "LOGISTIC" ? Sigmoid(Join(-score, score)) : Join(-score, score);
    }

    static Value Column(Value scores, int column) => Views.Slice(scores, 1, column, 1);

    static Value Join(Value first, Value second) => first.Scope.Add(new Concat(1), first, second);

    static IEnumerable<(int Target, double Weight)> Weights(Forest forest)
    {
        var pending = new Stack<TreeNode>(forest.Roots);
        while (pending.Count > 0)
        {
            TreeNode node = pending.Pop();
            foreach ((int, double) weight in node.Weights)
                yield return weight;
            if (node.True is { } yes && node.False is { } no)
            {
                pending.Push(yes);
                pending.Push(no);
            }
        }
    }
}
