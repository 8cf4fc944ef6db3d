using System;
using System.IO;
using System.Linq;
using Xunit;

namespace OnnxCodegen.Generator.Tests;

public class ContributingTests
{
    [Fact]
    public void The_operator_that_contributors_are_shown_is_one_of_the_project()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, "CONTRIBUTING.md"));
        string[] shown = [.. lines.SkipWhile(line => line != "```csharp").Skip(1).TakeWhile(line => line != "```")];
        string source = File.ReadAllText(Path.Combine(Repository.Root, "src", "OnnxCodegen.Compiler", "Operators", "Elementwise", "Activations.cs"));

        Assert.NotEmpty(shown);
        Assert.Contains(string.Join('\n', shown.Select(line => "    " + line)), source, StringComparison.Ordinal);
    }
}
