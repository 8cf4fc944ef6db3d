using System;
using System.Collections.Generic;
using System.Numerics.Tensors;

namespace OnnxCodegen;

/// <summary>Takes the inputs of a model out of a dictionary.</summary>
public static class NamedValues
{
    /// <summary>A tensor of rank 1 or more; an array stands for one of rank 1.</summary>
    /// <param name="values">The inputs.</param>
    /// <param name="name">The tensor's name in the model.</param>
    /// <exception cref="ArgumentException">The tensor is missing or has other elements.</exception>
    public static Tensor<T> Tensor<T>(IReadOnlyDictionary<string, object?> values, string name) =>
        Find(values, name) is T[] array ? System.Numerics.Tensors.Tensor.Create(array) : Value<Tensor<T>>(values, name);

    /// <summary>A scalar; a tensor of one element stands for it.</summary>
    /// <param name="values">The inputs.</param>
    /// <param name="name">The scalar's name in the model.</param>
    /// <exception cref="ArgumentException">The scalar is missing or of another type.</exception>
    public static T Scalar<T>(IReadOnlyDictionary<string, object?> values, string name)
    {
        if (Find(values, name) is not Tensor<T> { FlattenedLength: 1 } tensor)
            return Value<T>(values, name);
        T[] element = new T[1];
        tensor.FlattenTo(element);
        return element[0];
    }

    /// <summary>A value that is handed over as it is.</summary>
    /// <param name="values">The inputs.</param>
    /// <param name="name">The value's name in the model.</param>
    /// <exception cref="ArgumentException">The value is missing or of another type.</exception>
    public static T Value<T>(IReadOnlyDictionary<string, object?> values, string name) => Find(values, name) switch
    {
        T value => value,
        null when default(T) is null => default!,
        object other => throw new ArgumentException($"The input '{name}' is of type {other.GetType()}, but {typeof(T)} is expected."),
        null => throw new ArgumentException($"The input '{name}' is null, but {typeof(T)} is expected."),
    };

    static object? Find(IReadOnlyDictionary<string, object?> values, string name)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.TryGetValue(name, out object? value)
            ? value
            : throw new ArgumentException($"The input '{name}' is missing.", nameof(values));
    }
}
