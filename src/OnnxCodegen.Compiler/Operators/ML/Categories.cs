using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Categories: strings and numbers replaced by others, or by one column each.</summary>
[Domain("ai.onnx.ml")]
internal static class Categories
{
    [Operator("LabelEncoder"), Since(1)]
    public static Value LabelEncoder1(Value x, string[]? classesStrings = null, long defaultInt64 = -1, string defaultString = "_Unused")
    {
        string[] classes = classesStrings ?? [];
        return Exchange(x, classes, Enumerable.Range(0, classes.Length).Select(i => (long)i).ToArray(), defaultInt64, defaultString);
    }

    [Operator, Since(2)]
    public static Value LabelEncoder(
        Value x,
        string[]? keysStrings = null, long[]? keysInt64s = null, double[]? keysFloats = null, Tensor? keysTensor = null,
        string[]? valuesStrings = null, long[]? valuesInt64s = null, double[]? valuesFloats = null, Tensor? valuesTensor = null,
        string defaultString = "_Unused", long defaultInt64 = -1, double defaultFloat = -0.0, Tensor? defaultTensor = null)
    {
        Tensor keys = keysTensor ?? Vector(keysStrings, keysInt64s, keysFloats, "keys");
        Tensor values = valuesTensor ?? Vector(valuesStrings, valuesInt64s, valuesFloats, "values");
        Tensor other = defaultTensor ?? values.Type switch
        {
            ElementType.String => Text(defaultString),
            ElementType.Int64 => Tensor.Scalar(defaultInt64),
            ElementType.Int16 => Tensor.Scalar(ElementType.Int16, defaultInt64),
            _ => Tensor.Scalar(values.Type, defaultFloat),
        };
        return LookupTable.Find(x, keys, values, other);
    }

    [Operator, Since(1)]
    public static Value CategoryMapper(
        Value x, string[]? catsStrings = null, long[]? catsInt64s = null, long defaultInt64 = -1, string defaultString = "_Unused") =>
        Exchange(x, catsStrings ?? [], catsInt64s ?? [], defaultInt64, defaultString);

    /// <summary>A last axis with one column for each category, 1 where the element is the category.</summary>
    [Operator, Since(1)]
    public static Value OneHotEncoder(Value x, long[]? catsInt64s = null, string[]? catsStrings = null, long zeros = 1)
    {
        bool isText = x.ElementType == ElementType.String;
        Tensor categories = isText ? Vector(catsStrings, null, null, "cats") : Vector(null, catsInt64s, null, "cats");
        Value elements = isText ? x : Cast(x, ElementType.Int64);
        if (zeros == 0)
        {
            // The column is looked up, which fails for an element that is no category.
            Value column = LookupTable.Find(elements, categories, Tensor.Vector(Enumerable.Range(0, categories.Length).Select(i => (long)i)), null);
            return MapOver(x.Scope, new Shape(x.Shape.Concat(new Dim[] { categories.Length })), new[] { Views.Unsqueeze(column, x.Rank) },
                e => Cast(Equal(e[0], ScalarExpr.Index(x.Rank)), ElementType.Float));
        }
        return Map(Views.Unsqueeze(elements, x.Rank), x.Scope.Constant(categories), (e, c) => Cast(Equal(e, c), ElementType.Float));
    }

    /// <summary>Strings become their numbers and numbers their strings.</summary>
    static Value Exchange(Value x, string[] texts, long[] numbers, long defaultNumber, string defaultText)
    {
        Tensor strings = Vector(texts, null, null, "strings");
        Tensor integers = Tensor.Vector(numbers);
        return x.ElementType == ElementType.String
            ? LookupTable.Find(x, strings, integers, Tensor.Scalar(defaultNumber))
            : LookupTable.Find(x, integers, strings, Text(defaultText));
    }

    static Tensor Text(string text) => new(ElementType.String, [], new[] { text });

    static Tensor Vector(string[]? strings, long[]? integers, double[]? floats, string name) =>
        strings is not null ? new Tensor(ElementType.String, new long[] { strings.Length }, strings)
        : integers is not null ? Tensor.Vector(integers)
        : floats is not null ? new Tensor(ElementType.Float, new long[] { floats.Length }, floats)
        : throw new ModelException(DiagnosticCode.InvalidAttribute, $"The attribute '{name}_…' is missing.");
}
