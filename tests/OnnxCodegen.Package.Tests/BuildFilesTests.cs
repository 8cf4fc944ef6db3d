using System.Text.Json;
using Xunit;

namespace OnnxCodegen.Package.Tests;

/// <summary>What the package adds to the builds of projects.</summary>
[Collection(nameof(PackedPackage))]
public sealed class BuildFilesTests(PackedPackage package)
{
    [Fact]
    public void Projects_that_reference_the_package_compile_their_models_and_those_behind_them_do_not()
    {
        string direct = package.Library("Direct", "<PackageReference Include=\"OnnxCodegen\" Version=\"$(OnnxCodegenVersion)\" />");
        string behind = package.Library("Behind", "<ProjectReference Include=\"../Direct/Direct.csproj\" />");

        Assert.Equal(1, Count(direct, "OnnxModel"));
        Assert.Equal(1, Count(direct, "AdditionalFiles"));
        Assert.Equal(0, Count(direct, "None"));
        Assert.Equal(0, Count(behind, "OnnxModel"));
        Assert.Equal(0, Count(behind, "AdditionalFiles"));
        Assert.Equal(1, Count(behind, "None"));
        foreach (string project in (string[])[direct, behind])
        {
            Assert.Equal("x86-64-v3", InstructionSet(project, "-p:RuntimeIdentifier=linux-x64"));
            Assert.Equal("native", InstructionSet(project, "-p:RuntimeIdentifier=linux-x64", "-p:IlcInstructionSet=native"));
            Assert.Equal("", InstructionSet(project, "-p:RuntimeIdentifier=linux-arm64"));
        }
    }

    int Count(string project, string item) => JsonDocument.Parse(package.Dotnet(project, "msbuild", $"-getItem:{item}"))
        .RootElement.GetProperty("Items").GetProperty(item).GetArrayLength();

    string InstructionSet(string project, params string[] properties) =>
        package.Dotnet(project, ["msbuild", "-t:SetOnnxInstructionSet", "-getProperty:IlcInstructionSet", .. properties]).Trim();
}
