using System;
using System.IO;

namespace OnnxCodegen.Generator.Tests.Snapshots;

/// <summary>Text that is kept beside the tests for people to read. Set the environment variable <c>UPDATE_SNAPSHOTS</c> to 1 to write it
/// anew, and read what changed.</summary>
internal static class Snapshot
{
    public static bool AreWritten => Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1";

    /// <summary>Keeps the text of a generated file.</summary>
    public static void Write(string generated, string text) => File.WriteAllText(PathOf(generated), text);

    /// <summary>What is kept of a generated file.</summary>
    public static string Read(string generated) => File.ReadAllText(PathOf(generated));

    static string PathOf(string generated) => Path.Combine(
        Repository.Root, "tests", "OnnxCodegen.Generator.Tests", "Snapshots", generated.Replace("App.", "", StringComparison.Ordinal).Replace(".g.cs", ".verified.cs", StringComparison.Ordinal));
}
