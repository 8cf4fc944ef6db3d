using System;
using System.Globalization;
using System.Text;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>C# literals. Floating numbers are printed with the fewest digits that read back as the same number.</summary>
internal static class Literals
{
    public static string Single(float value) =>
        float.IsNaN(value) ? "float.NaN"
        : float.IsInfinity(value) ? value > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity"
        : ShortestDecimal.Of(value) + "f";

    public static string Double(double value) =>
        double.IsNaN(value) ? "double.NaN"
        : double.IsInfinity(value) ? value > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity"
        : ShortestDecimal.Of(value) + "d";

    public static string Int32(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Int64(long value) =>
        value == long.MinValue ? "long.MinValue" : value.ToString(CultureInfo.InvariantCulture) + "L";

    public static string UInt64(ulong value) => "0x" + value.ToString("X16", CultureInfo.InvariantCulture) + "UL";

    public static string Boolean(bool value) => value ? "true" : "false";

    /// <summary>A quoted string of printable ASCII characters and escapes.</summary>
    public static string String(string value)
    {
        var quoted = new StringBuilder("\"");
        foreach (char c in value)
        {
            if (c is '"' or '\\')
                quoted.Append('\\').Append(c);
            else if (c is >= ' ' and <= '~')
                quoted.Append(c);
            else
                quoted.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>The place of the quotation mark that ends the quoted string which begins at <paramref name="start"/>.</summary>
    public static int End(string text, int start)
    {
        int end = start + 1;
        while (end < text.Length && text[end] != '"')
            end += text[end] == '\\' ? 2 : 1;
        return end;
    }
}
