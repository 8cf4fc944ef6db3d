using System;
using System.Text;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Writes indented C# text. Lines end in <c>\n</c> on every host.</summary>
internal sealed class CSharpWriter
{
    const int SpacesPerLevel = 4;

    readonly StringBuilder text = new();
    int level;

    /// <summary>Writes lines at the current indentation; a blank one stays empty.</summary>
    public void Line(string lines = "")
    {
        foreach (string line in lines.Split('\n'))
        {
            string content = line.TrimEnd('\r', ' ');
            if (content.Length > 0)
                text.Append(' ', level * SpacesPerLevel).Append(content);
            text.Append('\n');
        }
    }

    /// <summary>Writes a comment: words from a model cannot leave it.</summary>
    public void Comment(string words) => Line("// " + Documentation.Plain(words));

    /// <summary>Writes a header and braces around what is written until the result is disposed.</summary>
    public Scope Block(string header, string end = "}")
    {
        Line(header);
        Line("{");
        level++;
        return new Scope(this, end);
    }

    /// <summary>Indents what is written until the result is disposed.</summary>
    public Scope Indent()
    {
        level++;
        return new Scope(this, null);
    }

    public override string ToString() => text.ToString();

    /// <summary>An open block; disposing closes it.</summary>
    public readonly struct Scope(CSharpWriter writer, string? end) : IDisposable
    {
        public void Dispose()
        {
            writer.level--;
            if (end is not null)
                writer.Line(end);
        }
    }
}
