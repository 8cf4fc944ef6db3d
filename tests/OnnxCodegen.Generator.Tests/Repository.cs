using System;
using System.IO;

namespace OnnxCodegen.Generator.Tests;

/// <summary>The files of the repository that the tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    static string Find(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "OnnxCodegen.sln"))
            ? folder.FullName
            : Find(folder.Parent ?? throw new DirectoryNotFoundException("The tests do not lie in the repository."));
}
