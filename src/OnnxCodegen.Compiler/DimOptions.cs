using System;
using System.Collections.Generic;
using System.Globalization;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler;

/// <summary>Reads what a project says about free dims.</summary>
internal static class DimOptions
{
    /// <summary>The numbers by the names of the dims.</summary>
    /// <param name="text"><c>name=number</c>, separated by semicolons or commas.</param>
    /// <exception cref="ModelException">The text has another form.</exception>
    public static IReadOnlyDictionary<string, long> Parse(string text)
    {
        var dims = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (string entry in text.Split([';', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            int sign = entry.LastIndexOf('=');
            if (sign < 1 || !long.TryParse(entry.Substring(sign + 1), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture, out long length) || length > Symbol.MaximumLength)
            {
                throw new ModelException(DiagnosticCode.InvalidOption, $"Dims has the form \"batch=1;seq=128\"; '{entry}' does not fit it.");
            }
            dims[entry.Substring(0, sign).Trim()] = length;
        }
        return dims;
    }
}
