using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace OnnxCodegen.Benchmarks;

/// <summary>A method that the JIT compiled.</summary>
internal sealed record CompiledMethod(string Name, double Seconds);

/// <summary>The first result of a cold process, counted from Main.</summary>
/// <param name="Seconds">From Main to the first result.</param>
/// <param name="JitSeconds">Of these, spent compiling.</param>
/// <param name="Kernels">Methods of the runtime's kernels that were compiled, generic instantiations counted one by one.</param>
/// <param name="Compiled">All methods that were compiled, with the seconds that each took.</param>
internal sealed record ColdStart(double Seconds, double JitSeconds, int Kernels, IReadOnlyList<CompiledMethod> Compiled)
{
    const int Processes = 5;

    static readonly string Precompiled = Path.Combine("precompiled", "OnnxCodegen.dll");

    /// <summary>The library as packages bring it: with code compiled ahead where that is built.</summary>
    static readonly string[] OurFiles =
        [File.Exists(Path.Combine(AppContext.BaseDirectory, Precompiled)) ? Precompiled : "OnnxCodegen.dll", "System.Numerics.Tensors.dll"];

    /// <summary>The median of several processes that call a model whose assembly lies in a folder.</summary>
    public static ColdStart Ours(string directory, Type model, Dense[] inputs, int[] lengths)
    {
        string program = HostProgram.Build(
            directory, [CallSource.Alone(model, inputs, lengths)], [Path.Combine(directory, ModelAssembly.ModelFile)], OurFiles);
        IReadOnlyList<CompiledMethod> compiled = CompiledMethods(program);
        return Measure(program) with { Kernels = compiled.Count(method => method.Name.StartsWith("OnnxCodegen.Kernels", StringComparison.Ordinal)), Compiled = compiled };
    }

    /// <summary>The median of several processes with a session of ONNX Runtime.</summary>
    public static ColdStart OnnxRuntime(string model, Dense[] inputs)
    {
        string directory = Directory.CreateTempSubdirectory("onnx-runtime-").FullName;
        try
        {
            return Measure(OnnxRuntimeHost.Build(directory, model, inputs));
        }
        finally
        {
            Directory.Delete(directory, true);
        }
    }

    /// <summary>The methods that the JIT compiles before the first result, with the seconds that each takes.</summary>
    static IReadOnlyList<CompiledMethod> CompiledMethods(string program) => [.. Run(Dotnet, program, "methods")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(' ', 2))
        .Select(parts => new CompiledMethod(parts[1], double.Parse(parts[0], CultureInfo.InvariantCulture)))];

    /// <summary>The program that runs this one.</summary>
    public static string Dotnet { get; } = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    /// <summary>What a program writes.</summary>
    /// <exception cref="InvalidOperationException">It fails.</exception>
    public static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{Path.GetFileName(program)} {string.Join(' ', arguments)} ends with {process.ExitCode}: {output}");
    }

    /// <summary>The numbers in a line.</summary>
    public static double[] Numbers(string line) => [.. line.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];

    static ColdStart Measure(string program)
    {
        ColdStart[] runs = [.. Enumerable.Range(0, Processes).Select(_ => Numbers(Run(Dotnet, program))).Select(n => new ColdStart(n[0], n[1], 0, [])).OrderBy(r => r.Seconds)];
        return runs[Processes / 2];
    }
}
