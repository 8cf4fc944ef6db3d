using System;

namespace OnnxCodegen.Kernels;

/// <summary>Values that may be absent: null stands for none.</summary>
public static class Optionals
{
    /// <summary>The value as an optional one.</summary>
    public static T? Of<T>(T value)
        where T : class => value;

    /// <summary>No value.</summary>
    public static T? None<T>()
        where T : class => null;

    /// <summary>Tells whether there is a value.</summary>
    /// <param name="optional">The optional.</param>
    /// <param name="has">Receives it as its first element.</param>
    public static void Has<T>(T? optional, Span<bool> has)
        where T : class => has[0] = optional is not null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static T Get<T>(T? optional)
        where T : class => optional ?? throw new InvalidOperationException("The optional has no value.");
}
