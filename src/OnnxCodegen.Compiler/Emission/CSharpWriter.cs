using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Writes indented C# text. Lines end in <c>\n</c> on every host.</summary>
/// <param name="breaksLines">Whether long lines are broken: in text that is written into no other.</param>
internal sealed class CSharpWriter(bool breaksLines = false)
{
    const int SpacesPerLevel = 4;

    readonly StringBuilder text = new();
    bool opens;
    int level;

    /// <summary>Writes lines at the current indentation; a blank one stays empty, and behind a brace it is left out.</summary>
    public void Line(string lines = "")
    {
        foreach (string line in lines.Split('\n'))
            Single(line.TrimEnd('\r', ' '));
    }

    /// <summary>Writes what another writer holds at the current indentation.</summary>
    public void Lines(CSharpWriter other) => Line(other.ToString().TrimEnd('\n'));

    /// <summary>Writes members with blank lines between them; an empty one is left out.</summary>
    public void Separated(IEnumerable<CSharpWriter> members)
    {
        bool isFirst = true;
        foreach (CSharpWriter member in members.Where(m => m.text.Length > 0))
        {
            if (!isFirst)
                Line();
            Lines(member);
            isFirst = false;
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

    /// <summary>Whether the text so far has the identifier.</summary>
    public bool Mentions(string identifier) => Regex.IsMatch(text.ToString(), $@"\b{identifier}\b");

    public override string ToString() => text.ToString();

    void Single(string line)
    {
        int indent = level * SpacesPerLevel;
        int start = 0;
        while (breaksLines && LineBreaks.Find(line, start, indent) is int end)
        {
            Append(line, start, end, indent);
            start = end + 1;
            indent = (level * SpacesPerLevel) + LineBreaks.Indentation(line) + SpacesPerLevel;
        }
        Append(line, start, line.Length, indent);
    }

    void Append(string line, int start, int end, int indent)
    {
        if (end > start)
            text.Append(' ', indent).Append(line, start, end - start);
        else if (opens)
            return;
        text.Append('\n');
        opens = end > start && line[end - 1] == '{';
    }

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
