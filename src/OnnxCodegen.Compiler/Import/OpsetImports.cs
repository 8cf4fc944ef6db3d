using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Import;

/// <summary>The version of each operator set that a model or a function is written in.</summary>
internal sealed class OpsetImports(IReadOnlyDictionary<string, long> versions)
{
    /// <summary>The version of a domain; null when it is not imported.</summary>
    public long? this[string domain] => versions.TryGetValue(Normalize(domain), out long version) ? version : null;

    /// <summary>Domains and versions, for example <c>ai.onnx 13, ai.onnx.ml 3</c>.</summary>
    public override string ToString() => string.Join(", ", versions
        .OrderBy(import => import.Key, StringComparer.Ordinal)
        .Select(import => FormattableString.Invariant($"{(import.Key.Length == 0 ? "ai.onnx" : import.Key)} {import.Value}")));

    /// <summary>The standard's own domain has two spellings, the empty string and <c>ai.onnx</c>; here it is the empty string.</summary>
    public static string Normalize(string domain) => domain == "ai.onnx" ? string.Empty : domain;
}
