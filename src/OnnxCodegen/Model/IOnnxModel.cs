using System;
using System.Collections.Generic;

namespace OnnxCodegen;

/// <summary>A compiled model for hosts that do not know it at compile time: values go in and out by their names in the model.</summary>
/// <remarks>Tensors are <see cref="System.Numerics.Tensors.Tensor{T}"/>, tensors of rank 0 their one element, sequences
/// <see cref="IReadOnlyList{T}"/>, maps <see cref="IReadOnlyDictionary{TKey, TValue}"/>, optionals null or the value.</remarks>
public interface IOnnxModel
{
    /// <summary>The path of the model's file in its project.</summary>
    string Path { get; }

    /// <summary>What the model reads, in its order.</summary>
    IReadOnlyList<ModelValue> Inputs { get; }

    /// <summary>What the model gives, in its order.</summary>
    IReadOnlyList<ModelValue> Outputs { get; }

    /// <summary>Runs the model. May be called from several threads at once.</summary>
    /// <param name="inputs">A value for every input.</param>
    /// <returns>A value for every output.</returns>
    /// <exception cref="ArgumentException">An input is missing, or of another type or shape than the model's.</exception>
    IReadOnlyDictionary<string, object?> Run(IReadOnlyDictionary<string, object?> inputs);
}
