using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Runtime.InteropServices;
using System.Xml.Linq;
using Xunit;

namespace OnnxCodegen.Package.Tests;

/// <summary>What lies in the package.</summary>
[Collection(nameof(PackedPackage))]
public sealed class ContentTests(PackedPackage package)
{
    static readonly string[] Container = ["_rels/", "package/", "[Content_Types].xml", "OnnxCodegen.nuspec"];

    /// <summary>Code compiled ahead, where the machine that packs has such.</summary>
    static string[] Precompiled => RuntimeInformation.OSArchitecture == Architecture.X64 ? [$"runtimes/{RuntimeInformation.RuntimeIdentifier}/lib/net10.0/OnnxCodegen.dll"] : [];

    [Fact]
    public void The_package_holds_the_runtime_the_generator_with_what_it_needs_and_the_build_files()
    {
        using ZipArchive archive = ZipFile.OpenRead(package.Package);
        string[] files = [.. archive.Entries.Select(entry => entry.FullName).Where(name => !Container.Any(name.StartsWith)).Order(StringComparer.Ordinal)];

        Assert.Equal(
            [
                "README.md",
                "THIRD-PARTY-NOTICES.txt",
                "analyzers/dotnet/cs/Google.Protobuf.dll",
                "analyzers/dotnet/cs/OnnxCodegen.Compiler.dll",
                "analyzers/dotnet/cs/OnnxCodegen.Generator.dll",
                "build/OnnxCodegen.props",
                "build/OnnxCodegen.targets",
                "buildTransitive/OnnxCodegen.props",
                "buildTransitive/OnnxCodegen.targets",
                "lib/net10.0/OnnxCodegen.dll",
                "lib/net10.0/OnnxCodegen.xml",
                .. Precompiled,
            ],
            files);
    }

    [Fact]
    public void Debug_symbols_are_packed_beside_it()
    {
        using ZipArchive archive = ZipFile.OpenRead(package.Symbols);

        Assert.Contains(archive.Entries, entry => entry.FullName == "lib/net10.0/OnnxCodegen.pdb");
    }

    [Fact]
    public void The_metadata_name_licence_readme_source_control_and_the_one_dependency()
    {
        using ZipArchive archive = ZipFile.OpenRead(package.Package);
        using Stream stream = archive.GetEntry("OnnxCodegen.nuspec")!.Open();
        XElement[] metadata = [.. XDocument.Load(stream).Descendants()];
        XElement Element(string name) => metadata.Single(element => element.Name.LocalName == name);

        Assert.Equal("MIT", Element("license").Value);
        Assert.Equal("README.md", Element("readme").Value);
        Assert.Equal("git", Element("repository").Attribute("type")!.Value);
        Assert.Equal("System.Numerics.Tensors", Element("dependency").Attribute("id")!.Value);
    }
}
