using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using OnnxCodegen.Precompile;

// Compiles the runtime library ahead of time. Arguments: the program crossgen2, and the file to write.
const string Library = "OnnxCodegen.dll";
string crossgen = args[0], target = args[1];
string source = Path.Combine(AppContext.BaseDirectory, Library);
string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
DirectoryInfo scratch = Directory.CreateTempSubdirectory("precompile-");
try
{
    byte[] library = File.ReadAllBytes(source);
    bool[] aggressive = MethodFlags.Clear(library);
    string plain = Path.Combine(scratch.FullName, Library);
    File.WriteAllBytes(plain, library);

    string written = Path.Combine(scratch.CreateSubdirectory("written").FullName, Library);
    string[] arguments =
    [
        plain, "--out", written, "--targetarch", "x64", "--optimize", "--verbose", "--instruction-set", "x86-64-v4,avx512",
        "--reference", Path.Combine(framework, "*.dll"), "--reference", Path.Combine(AppContext.BaseDirectory, "System.Numerics.Tensors.dll"),
    ];
    using Process process = Process.Start(new ProcessStartInfo(crossgen, arguments) { RedirectStandardOutput = true })!;
    string output = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    if (process.ExitCode != 0)
    {
        Console.Error.WriteLine(output);
        return process.ExitCode;
    }

    // A static member with a default in an interface keeps the kernels that ask for it, and what only they call, out of the image.
    string[] left = [.. output.Split('\n').Where(line => line.Contains("SVM call", StringComparison.Ordinal))];
    if (left.Length > 0)
    {
        Console.Error.WriteLine(string.Join('\n', left));
        return 1;
    }

    byte[] compiled = File.ReadAllBytes(written);
    MethodFlags.Set(compiled, aggressive);
    Directory.CreateDirectory(Path.GetDirectoryName(target)!);
    File.WriteAllBytes(target, compiled);
    return 0;
}
finally
{
    scratch.Delete(recursive: true);
}
