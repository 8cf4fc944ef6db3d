using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Xunit;

namespace OnnxCodegen.Package.Tests;

/// <summary>The package in a feed of its own, outside of the repository, and projects that restore it from there.</summary>
[CollectionDefinition(nameof(PackedPackage))]
public sealed class PackedPackage : ICollectionFixture<PackedPackage>, IDisposable
{
    readonly DirectoryInfo root = Directory.CreateTempSubdirectory("onnxcodegen-");
    readonly Dictionary<string, string> environment;

    public PackedPackage()
    {
        environment = new()
        {
            ["NUGET_PACKAGES"] = Path.Combine(root.FullName, "packages"),
            ["OnnxCodegenVersion"] = Version,
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["UseSharedCompilation"] = "false",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        };
        File.WriteAllText(Path.Combine(root.FullName, "nuget.config"), $"""
            <configuration>
              <packageSources><add key="packed" value="{Feed}" /></packageSources>
              <fallbackPackageFolders><add key="machine" value="{Built("PackageFolder")}" /></fallbackPackageFolders>
            </configuration>
            """);
        Dotnet(Built("PackedProject"), "pack", "--no-build", "-c", Built("Configuration"), "-o", Feed, $"-p:Version={Version}");
    }

    /// <summary>A version that no folder of packages has yet.</summary>
    public string Version { get; } = $"0.0.0-test{DateTime.UtcNow.Ticks}";

    public string Package => Path.Combine(Feed, $"OnnxCodegen.{Version}.nupkg");

    public string Symbols => Path.ChangeExtension(Package, ".snupkg");

    string Feed => Path.Combine(root.FullName, "feed");

    /// <summary>The folder of a new copy of the project Foreign.</summary>
    public string ForeignProject()
    {
        string folder = root.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;
        string source = Path.Combine(AppContext.BaseDirectory, "Foreign");
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        return folder;
    }

    /// <summary>The folder of a new library with one model and one reference.</summary>
    public string Library(string name, string reference)
    {
        DirectoryInfo folder = root.CreateSubdirectory(name);
        File.WriteAllText(Path.Combine(folder.FullName, "model.onnx"), "");
        File.WriteAllText(Path.Combine(folder.FullName, name + ".csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup>{reference}</ItemGroup>
            </Project>
            """);
        Dotnet(folder.FullName, "restore");
        return folder.FullName;
    }

    /// <summary>Runs the SDK and gives what it writes.</summary>
    public string Dotnet(string folder, params string[] arguments) => Command.Run(folder, environment, "", "dotnet", arguments);

    public void Dispose() => root.Delete(recursive: true);

    static string Built(string key) => typeof(PackedPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
