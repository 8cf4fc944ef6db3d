using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Maps from strings or integers to numbers or strings.</summary>
[Domain("ai.onnx.ml")]
internal static class Maps
{
    /// <summary>For each row a map from labels to scores. As an output of the model it is the matrix itself, which the generated class
    /// presents with the labels.</summary>
    [Operator, Since(1)]
    public static Value ZipMap(Value x, string[]? classlabelsStrings = null, long[]? classlabelsInt64s = null)
    {
        object labels = classlabelsStrings is { Length: > 0 } ? classlabelsStrings
            : classlabelsInt64s is { Length: > 0 } ? classlabelsInt64s
            : throw new ModelException(DiagnosticCode.InvalidAttribute, "The ZipMap has no labels.");
        object[] keys = labels is string[] texts ? texts : ((long[])labels).Cast<object>().ToArray();
        var type = new SequenceType(new MapType(labels is string[] ? ElementType.String : ElementType.Int64, new TensorType(ElementType.Float, Shape.Scalar)));
        Value rows = Algebra.Cast(x.Rank == 1 ? Views.Unsqueeze(x, 0) : x, ElementType.Float);
        if (rows.Rank != 2)
            throw new ModelException($"The scores lie in a tensor of rank 1 or 2, but it is of type {x.Type}.");
        x.Scope.Require(rows.Shape[1], keys.Length, "There must be a label for each column", x);
        var function = new CallFunction(RuntimeNames.ZipMap, [labels, rows.Shape[0]]) { Run = (inputs, _) => Zip((Tensor)inputs[0], keys) };
        return x.Scope.Add(new Call(function, [type]), rows);
    }

    /// <summary>The values of a map as one row: all of them by rising key, or those of the keys from 0 on.</summary>
    /// <param name="maxMap">The number of values where the form is SPARSE.</param>
    [Operator, Since(1)]
    public static Value CastMap(Value x, string castTo = "TO_FLOAT", string mapForm = "DENSE", long maxMap = 1)
    {
        (_, ElementType element) = TypeOf(x, ElementType.Int64);
        ElementType target = castTo switch
        {
            "TO_FLOAT" => ElementType.Float,
            "TO_INT64" => ElementType.Int64,
            "TO_STRING" => ElementType.String,
            _ => throw new ModelException(DiagnosticCode.InvalidAttribute, $"'{castTo}' is none of TO_FLOAT, TO_INT64 and TO_STRING."),
        };
        return Casting.Convert(mapForm switch
        {
            "DENSE" => Dense(x, element),
            "SPARSE" when maxMap is > 0 and <= int.MaxValue => Sparse(x, element, (int)maxMap, target),
            "SPARSE" => throw new ModelException(DiagnosticCode.InvalidAttribute, $"A row of {maxMap} values is asked for."),
            _ => throw new ModelException(DiagnosticCode.InvalidAttribute, $"The form '{mapForm}' is none of DENSE and SPARSE."),
        }, target);
    }

    /// <summary>The values of the words of a vocabulary as one row, 0 or an empty text where the map lacks one.</summary>
    [Operator, Since(1)]
    public static Value DictVectorizer(Value x, string[]? stringVocabulary = null, long[]? int64Vocabulary = null)
    {
        object keys = stringVocabulary is { Length: > 0 } ? stringVocabulary
            : int64Vocabulary is { Length: > 0 } ? int64Vocabulary
            : throw new ModelException(DiagnosticCode.InvalidAttribute, "The DictVectorizer has no vocabulary.");
        (_, ElementType element) = TypeOf(x, keys is string[] ? ElementType.String : ElementType.Int64);
        object[] words = keys is string[] texts ? texts : ((long[])keys).Cast<object>().ToArray();
        var vocabulary = new StaticObject(
            keys is string[] ? "string[]" : "long[]", "vocabulary", string.Empty,
            keys is string[] strings ? new Tensor(ElementType.String, [strings.Length], strings) : Tensor.Vector((long[])keys));
        var function = new CallFunction(RuntimeNames.ValuesOfMap, [vocabulary])
        {
            Run = (inputs, _) => Values((MapContents)inputs[0], words, element, Tensor.New(element, [])),
        };
        return x.Scope.Add(new Call(function, [new TensorType(element, Shape.Of(1, words.Length))]), x);
    }

    static Value Dense(Value x, ElementType element)
    {
        Symbol count = x.Scope.Fresh("entries");
        var function = new CallFunction(RuntimeNames.DenseMap, [])
        {
            Run = (inputs, _) => ((MapContents)inputs[0]) is var map
                ? Values(map, map.Entries.Keys.OrderBy(key => (long)key).ToArray(), element, Tensor.New(element, [])) : null!,
        };
        return x.Scope.Add(new Call(function, [new TensorType(element, Shape.Of(Dim.One, Dim.Of(count)))], [count]), x);
    }

    static Value Sparse(Value x, ElementType element, int count, ElementType target)
    {
        // A text that stands for a missing value must be a number where one is made of it.
        Tensor missing = element == ElementType.String && target != ElementType.String
            ? new Tensor(ElementType.String, [], new[] { "0" })
            : Tensor.New(element, []);
        object other = element == ElementType.String ? missing.Strings[0] : 0;
        var function = new CallFunction(RuntimeNames.SparseMap, [count, other])
        {
            Run = (inputs, _) => Values((MapContents)inputs[0], Enumerable.Range(0, count).Select(key => (object)(long)key).ToArray(), element, missing),
        };
        return x.Scope.Add(new Call(function, [new TensorType(element, Shape.Of(1, count))]), x);
    }

    static (ElementType Key, ElementType Value) TypeOf(Value x, ElementType key) =>
        x.Type is MapType { Value: TensorType value } map && map.Key == key
            ? (map.Key, value.Element)
            : throw new ModelException($"A map with keys of type {key.OnnxName()} is expected here, but the value is of type {x.Type}.");

    static ListContents Zip(Tensor scores, object[] labels) => new(Enumerable.Range(0, (int)scores.Dims[0]).Select(row => (Contents)new MapContents(
        labels.Distinct().Select(label => (label, column: System.Array.IndexOf(labels, label)))
            .ToDictionary(p => p.label, p => Tensor.Scalar(ElementType.Float, scores.Doubles[(row * labels.Length) + p.column])))).ToArray());

    static Tensor Values(MapContents map, object[] keys, ElementType element, Tensor missing)
    {
        Tensor row = Tensor.New(element, [1, keys.Length]);
        for (int i = 0; i < keys.Length; i++)
            row.Data.SetValue((map.Entries.TryGetValue(keys[i], out Tensor? value) ? value : missing).Data.GetValue(0), i);
        return row;
    }
}
