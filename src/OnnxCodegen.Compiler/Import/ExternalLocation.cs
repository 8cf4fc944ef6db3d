using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Import;

/// <summary>The location of external data: a file in the model's folder or below.</summary>
internal static class ExternalLocation
{
    /// <summary>The location without <c>.</c> parts.</summary>
    /// <exception cref="ModelException">The location is absolute, leaves the model's folder, or is no portable path.</exception>
    public static string Normalize(string location, string tensor)
    {
        if (location.Length == 0 || location[0] == '/' || location.Any(c => c is '\\' or ':' || char.IsControl(c)))
            throw Refused(location, tensor);
        List<string> parts = location.Split('/').Where(part => part is not ("" or ".")).ToList();
        if (parts.Count == 0 || parts.Contains("..", StringComparer.Ordinal))
            throw Refused(location, tensor);
        return string.Join("/", parts);
    }

    static ModelException Refused(string location, string tensor) =>
        new(DiagnosticCode.MissingExternalData, $"The tensor '{tensor}' names the external file '{location}', which is not a path within the model's folder.");
}
