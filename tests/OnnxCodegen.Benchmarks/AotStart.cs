using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace OnnxCodegen.Benchmarks;

/// <summary>A model in a native program.</summary>
/// <param name="Seconds">From Main to the first result.</param>
/// <param name="Steady">Seconds of a later call.</param>
/// <param name="Bytes">The size of the program with the model.</param>
internal sealed record AotStart(double Seconds, double Steady, long Bytes)
{
    const int Processes = 9;

    /// <summary>Stands for the listener, since nothing is compiled.</summary>
    const string NoMethods = """
        sealed class CompiledMethods : System.IDisposable
        {
            public void Print(System.DateTime until)
            {
            }

            public void Dispose()
            {
            }
        }
        """;

    /// <summary>Publishes a program with the sources that lie in a folder, and gives the median of its starts.</summary>
    public static AotStart Measure(string directory, Type model, Dense[] inputs, int[] lengths, IEnumerable<(string File, string Resource)> resources)
    {
        string project = Directory.CreateDirectory(Path.Combine(directory, "aot")).FullName;
        foreach (string source in ModelAssembly.Sources)
            File.Copy(Path.Combine(directory, source), Path.Combine(project, source));
        File.WriteAllText(Path.Combine(project, "Program.cs"), HostProgram.Main);
        File.WriteAllText(Path.Combine(project, "Methods.cs"), NoMethods);
        File.WriteAllText(Path.Combine(project, "Call.cs"), CallSource.Alone(model, inputs, lengths));
        File.WriteAllText(Path.Combine(project, HostProgram.Name + ".csproj"), Project(resources));
        ColdStart.Run(ColdStart.Dotnet, "publish", project, "-c", "Release", "-o", Path.Combine(project, "out"), "-v", "quiet", "-nologo");
        string program = Path.Combine(project, "out", HostProgram.Name);
        double[][] runs = [.. Enumerable.Range(0, Processes).Select(_ => ColdStart.Numbers(ColdStart.Run(program))).OrderBy(run => run[0])];
        return new AotStart(runs[Processes / 2][0], runs.Select(run => run[2]).Order().ElementAt(Processes / 2), new FileInfo(program).Length);
    }

    static string Project(IEnumerable<(string File, string Resource)> resources) => string.Create(CultureInfo.InvariantCulture, $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <OutputType>Exe</OutputType>
            <RuntimeIdentifier>{RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
            <PublishAot>true</PublishAot>
            <IlcInstructionSet>native</IlcInstructionSet>
            <OptimizationPreference>Speed</OptimizationPreference>
            <InvariantGlobalization>true</InvariantGlobalization>
            <StackTraceSupport>false</StackTraceSupport>
            <UseSystemResourceKeys>true</UseSystemResourceKeys>
            <LangVersion>12</LangVersion>
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
          <ItemGroup>
            <Reference Include="{AppContext.BaseDirectory}OnnxCodegen.dll" />
            <Reference Include="{AppContext.BaseDirectory}System.Numerics.Tensors.dll" />
            {string.Concat(resources.Select(item => $"<EmbeddedResource Include=\"{item.File}\" LogicalName=\"{item.Resource}\" Type=\"Non-Resx\" WithCulture=\"false\" />"))}
          </ItemGroup>
        </Project>
        """);
}
