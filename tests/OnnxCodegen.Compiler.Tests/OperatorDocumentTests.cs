using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using OnnxCodegen.Compiler.Tests.Robustness;
using Xunit;

namespace OnnxCodegen.Compiler.Tests;

/// <summary>Keeps the list of operators for people to read.</summary>
public class OperatorDocumentTests
{
    const string Update = "UPDATE_OPERATORS";

    static readonly string Root = Find(new DirectoryInfo(AppContext.BaseDirectory));

    [Fact]
    public void The_list_of_operators_is_up_to_date()
    {
        string file = Path.Combine(Root, "docs", "operators.md");
        string text = Document();
        if (Environment.GetEnvironmentVariable(Update) == "1")
            File.WriteAllText(file, text);
        Assert.True(File.Exists(file) && File.ReadAllText(file) == text, $"{file} is stale: run this test with {Update}=1 and read what changed.");
    }

    static string Document()
    {
        var text = new StringBuilder($"""
            # Operators

            Written by `{nameof(OperatorDocumentTests)}` from the methods that are the operators; `{Update}=1` renews it.
            A version is one from which on the meaning differs. The types are those with which a node was tried and taken, of its first input and of
            the others that are of one type with it; a dash stands where no tensor that the model is given decides.

            {string.Join(" · ", AcceptedTypes.Legend)}


            """);
        foreach (var domain in OperatorTable.All.GroupBy(m => m.Domain).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"## {(domain.Key.Length == 0 ? "ai.onnx" : domain.Key)}\n\n| operator | versions | types | meaning |\n|---|---|---|---|\n");
            foreach (var @operator in domain.GroupBy(m => m.Name).OrderBy(g => g.Key, StringComparer.Ordinal))
                text.Append(CultureInfo.InvariantCulture, $"| {@operator.Key} | {Versions(@operator)} | {(AcceptedTypes.Of(@operator) is { Length: > 0 } types ? types : "–")} | {Meaning(@operator)} |\n");
            text.Append('\n');
        }
        return text.ToString().Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n') + "\n";
    }

    static string Versions(IEnumerable<OperatorMeaning> meanings) => string.Join(", ", meanings.OrderBy(m => m.Since)
        .Select(m => m.Until == int.MaxValue ? $"{m.Since}" : m.Until == m.Since + 1 ? $"{m.Since} only" : $"{m.Since}–{m.Until - 1}"));

    /// <summary>The files of the methods' classes, which have their names.</summary>
    static string Meaning(IEnumerable<OperatorMeaning> meanings) => string.Join(", ", meanings.Select(m => m.Method.DeclaringType!.Name).Distinct()
        .Order(StringComparer.Ordinal).Select(name => $"[{name}]({Link(name)})"));

    static string Link(string type)
    {
        string file = Assert.Single(Directory.GetFiles(Path.Combine(Root, "src", "OnnxCodegen.Compiler", "Operators"), type + ".cs", SearchOption.AllDirectories));
        return "../" + Path.GetRelativePath(Root, file).Replace('\\', '/');
    }

    static string Find(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "OnnxCodegen.sln"))
        ? folder.FullName
        : Find(folder.Parent ?? throw new DirectoryNotFoundException("The tests do not lie in the repository."));
}
