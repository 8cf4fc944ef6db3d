using System;
using System.IO;
using Xunit;

namespace OnnxCodegen.Generator.Tests.Snapshots;

/// <summary>Text that is kept beside the tests for people to read. Set the environment variable <c>UPDATE_SNAPSHOTS</c> to 1 to write it
/// anew.</summary>
internal static class Snapshot
{
    const string Update = "UPDATE_SNAPSHOTS";

    /// <summary>Holds text against the file <c>name.verified.cs</c>.</summary>
    public static void Matches(string name, string text)
    {
        string file = Path.Combine(Repository.Root, "tests", "OnnxCodegen.Generator.Tests", "Snapshots", name + ".verified.cs");
        if (Environment.GetEnvironmentVariable(Update) == "1")
            File.WriteAllText(file, text);
        string[] expected = File.Exists(file) ? File.ReadAllLines(file) : [];
        string[] actual = text.TrimEnd('\n').Split('\n');
        for (int line = 0; line < Math.Max(expected.Length, actual.Length); line++)
        {
            string was = line < expected.Length ? expected[line] : "(nothing)";
            string now = line < actual.Length ? actual[line] : "(nothing)";
            Assert.True(was == now, $"""
                {file}:{line + 1} differs from what is emitted.
                Expected: {was}
                Actual:   {now}
                Where the change is wanted, run the tests with {Update}=1 and read what changed.
                """);
        }
    }
}
