using System.Text;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Words of a model inside of comments: they can end neither the line nor the comment, nor become markup.</summary>
internal static class Documentation
{
    const int MaximumLength = 2000;

    /// <summary>The words on one line, without what could end a comment.</summary>
    public static string Plain(string words)
    {
        var plain = new StringBuilder();
        foreach (char c in words.Trim())
        {
            if (plain.Length == MaximumLength)
                return plain.Append('…').ToString();
            bool separates = char.IsControl(c) || char.IsWhiteSpace(c) || c is '\u2028' or '\u2029';
            plain.Append(separates ? ' ' : char.IsSurrogate(c) || c is '\uFFFE' or '\uFFFF' ? '?' : c);
        }
        return plain.Replace("*/", "* /").Replace("/*", "/ *").ToString();
    }

    /// <summary>A value of a model as the text of an XML documentation comment.</summary>
    public static string Value(string name, ValueType type, string words) => $"<c>{Xml(name)}</c>: {Sentences(Xml(type.ToString()), words)}";

    /// <summary>A sentence of XML and the words of the model that follow it, if there are any.</summary>
    public static string Sentences(string xml, string words) => $"{xml}. {Xml(words)}".TrimEnd();

    /// <summary>The words as the text of an XML documentation comment.</summary>
    public static string Xml(string words) =>
        Plain(words).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;");
}
