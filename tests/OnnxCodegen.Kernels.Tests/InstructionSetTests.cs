using System;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using System.Threading.Tasks;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

/// <summary>Runs the tests of this assembly again, in processes that may use fewer instructions.</summary>
public class InstructionSetTests
{
    const string ParentsOnly = "StartsProcesses";
    const string WidestVector = "ONNXCODEGEN_TESTS_WIDEST_VECTOR";

    [Theory]
    [Trait("Category", ParentsOnly)]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic", 0)]
    public async Task All_kernels_pass_their_tests_without(string instructions, int widestVector)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList =
            {
                "test", typeof(InstructionSetTests).Assembly.Location, "--filter", $"Category!={ParentsOnly}",
                "--", "RunConfiguration.TreatNoTestsAsError=true",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[instructions] = "0";
        start.Environment[WidestVector] = widestVector.ToString(CultureInfo.InvariantCulture);

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
    }

    [Fact]
    public void Vectors_are_no_wider_than_the_starting_process_demands()
    {
        string? demanded = Environment.GetEnvironmentVariable(WidestVector);
        int widest = demanded is null ? 512 : int.Parse(demanded, CultureInfo.InvariantCulture);
        Assert.InRange(HardwareVector, 0, widest);
    }

    /// <summary>The bits of the widest vectors that are done in hardware.</summary>
    static int HardwareVector =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
}
