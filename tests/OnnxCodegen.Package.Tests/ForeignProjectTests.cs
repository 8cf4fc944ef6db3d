using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Xunit;

namespace OnnxCodegen.Package.Tests;

/// <summary>A program with a reference to the package, a model that it embeds, one that lies beside it, and settings unlike those of this repository.</summary>
[Collection(nameof(PackedPackage))]
public sealed class ForeignProjectTests(PackedPackage package)
{
    const long LargestBinary = 3_000_000;
    const double SlowestStart = 20;
    const int Starts = 10;
    const double Tolerance = 1e-5;

    static readonly float[] Pixels = [.. Enumerable.Range(0, 3 * 64).Select(i => i * 37 % 17 / 16f)];
    static readonly float[] Measures = [.. Enumerable.Range(0, 5 * 4).Select(i => i * 29 % 70 / 10f)];

    [Fact]
    public void It_builds_runs_and_publishes_as_a_small_native_binary_that_starts_at_once()
    {
        string folder = package.ForeignProject();
        string executable = "Foreign" + (OperatingSystem.IsWindows() ? ".exe" : "");

        package.Dotnet(folder, "build", "-c", "Release", "-o", "managed");
        AssertReferences(Predict(Path.Combine(folder, "managed", executable)));
        if (RuntimeInformation.OSArchitecture == Architecture.X64)
            Assert.True(File.Exists(Path.Combine(folder, "managed", "runtimes", RuntimeInformation.RuntimeIdentifier, "lib", "net10.0", "OnnxCodegen.dll")));

        package.Dotnet(folder, "publish", "-c", "Release", "-o", "native");
        string native = Path.Combine(folder, "native", executable);
        Assert.True(File.Exists(Path.Combine(folder, "native", "OnnxCodegen", "models", "digits_cnn.onnx")));
        AssertReferences(Predict(native));
        Assert.InRange(new FileInfo(native).Length, 0, LargestBinary);
        Assert.InRange(Enumerable.Range(0, Starts).Min(_ => Milliseconds(() => Predict(native))), 0, SlowestStart);
    }

    [Fact]
    public void It_builds_for_arm64()
    {
        string folder = package.ForeignProject();

        package.Dotnet(folder, "build", "-c", "Release", "-r", "linux-arm64", "-p:PublishAot=false", "-p:UseAppHost=false");

        Assert.True(File.Exists(Path.Combine(folder, "bin", "Release", "net10.0", "linux-arm64", "Foreign.dll")));
    }

    static string[] Predict(string program) =>
        Command.Run(Path.GetTempPath(), new Dictionary<string, string>(), Text(Pixels) + Text(Measures), program).Split('\n');

    static void AssertReferences(string[] lines)
    {
        AssertClose(References.Digits(Pixels), lines[0]);
        AssertClose(References.Irises(Measures), lines[1]);
    }

    static void AssertClose(float[] expected, string line)
    {
        float[] actual = [.. line.Split(' ').Select(number => float.Parse(number, CultureInfo.InvariantCulture))];
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }

    static double Milliseconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    static string Text(float[] numbers) => string.Join(' ', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))) + "\n";
}
