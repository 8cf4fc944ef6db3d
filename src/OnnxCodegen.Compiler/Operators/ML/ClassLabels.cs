using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>The labels of a classifier: strings or integers.</summary>
internal sealed class ClassLabels
{
    readonly Tensor labels;

    ClassLabels(Tensor labels) => this.labels = labels;

    public int Count => labels.Length;

    public static ClassLabels Of(IReadOnlyList<long>? integers, IReadOnlyList<string>? strings) =>
        strings is { Count: > 0 } ? new(new Tensor(ElementType.String, new long[] { strings.Count }, strings.ToArray()))
        : integers is { Count: > 0 } ? new(Tensor.Vector(integers))
        : throw new ModelException(DiagnosticCode.InvalidAttribute, "The classifier has no labels.");

    /// <summary>The labels of the columns with the largest scores, the first of equals.</summary>
    public Value OfLargest(Value scores) =>
        At(Views.Squeeze(scores.Scope.Add(new ArgReduce(true, 1, false), scores), 1));

    /// <summary>The second label where the score of the row is above the threshold, else the first.</summary>
    public Value OfPositive(Value score, double threshold) => At(Map(
        Views.Reshape(score, score.Shape[0]), s => Cast(Less(ScalarExpr.Literal(s.Type, threshold), s), ElementType.Int64)));

    /// <summary>The labels with the given numbers.</summary>
    public Value At(Value numbers) => Indexing.Take(numbers.Scope.Constant(labels), numbers, 0);
}
