using System;
using System.Collections.Generic;

namespace OnnxCodegen;

/// <summary>The declaration of an input or output.</summary>
/// <param name="Name">The name in the model.</param>
/// <param name="Type">The type in ONNX's notation, for example <c>float[batch, 3]</c>.</param>
/// <param name="ElementType">The type of a tensor's elements; null where the value is no tensor.</param>
/// <param name="Axes">The lengths of a tensor's axes, outermost first: numbers, and names where the length is free.</param>
public sealed record ModelValue(string Name, string Type, Type? ElementType, IReadOnlyList<string> Axes);
