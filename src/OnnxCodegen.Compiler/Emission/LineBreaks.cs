using System;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Finds where a statement that is too long for a line is broken: behind a comma or an arrow that few brackets enclose, never
/// inside of a text, a comment or the arguments of a type.</summary>
internal static class LineBreaks
{
    const int Columns = 140;

    /// <summary>The position of the blank at which the rest of a line from <paramref name="start"/> on is broken; null where it fits or
    /// cannot be broken.</summary>
    /// <param name="indent">The columns before the rest.</param>
    public static int? Find(string line, int start, int indent)
    {
        int end = start + Columns - indent;
        if (line.Length <= end || IsComment(line))
            return null;
        int? best = null;
        int bestDepth = int.MaxValue;
        int depth = 0;
        int types = 0;
        for (int i = Text(line, start); i + 1 < line.Length && (i <= end || best is null); i++)
        {
            if (line[i] == '"')
                i = Literals.End(line, i);
            else if (line[i] is '(' or '[' or '{')
                depth++;
            else if (line[i] is ')' or ']' or '}')
                depth--;
            else if (line[i] == '<' && line[i + 1] != ' ')
                types++;
            else if (line[i] == '>' && types > 0)
                types--;
            else if (types == 0 && line[i] == ' ' && IsBreak(line, i) && (depth <= bestDepth || IsShort(start, best, end)))
                (best, bestDepth) = (i, depth);
        }
        return best;
    }

    static bool IsBreak(string line, int blank) =>
        line[blank - 1] == ',' || (blank > 1 && line[blank - 1] == '>' && line[blank - 2] == '=');

    /// <summary>The blanks at the start of a line.</summary>
    public static int Indentation(string line) => Text(line, 0);

    /// <summary>Whether a break leaves more than half of the line empty.</summary>
    static bool IsShort(int start, int? best, int end) => best - start < (end - start) / 2;

    static bool IsComment(string line) => line.TrimStart(' ').StartsWith("//", StringComparison.Ordinal);

    /// <summary>The first character that is no blank.</summary>
    static int Text(string line, int start)
    {
        while (start < line.Length && line[start] == ' ')
            start++;
        return start;
    }
}
