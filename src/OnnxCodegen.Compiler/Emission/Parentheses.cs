namespace OnnxCodegen.Compiler.Emission;

/// <summary>Parentheses that a place does not need.</summary>
internal static class Parentheses
{
    /// <summary>The expression without parentheses around the whole.</summary>
    public static string Unwrap(string text)
    {
        if (text.Length < 2 || text[0] != '(')
            return text;
        int depth = 0;
        for (int i = 0; i < text.Length - 1; i++)
        {
            if (text[i] == '"')
                i = Literals.End(text, i);
            depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            if (depth == 0)
                return text;
        }
        return text.Substring(1, text.Length - 2);
    }
}
