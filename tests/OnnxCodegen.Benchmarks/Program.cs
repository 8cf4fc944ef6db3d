using System;
using System.IO;
using System.Linq;
using OnnxCodegen.Benchmarks;
using TestFolder = OnnxCodegen.Conformance.TestFolder;

Options options = Options.Parse(args);
var report = new Report(Peak.FloatingPointOperations());
report.Header();
TestFolder[] folders = [.. options.Paths
    .SelectMany(path => File.Exists(path) ? [new TestFolder(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path))] : Directory
        .EnumerateFiles(path, "model.onnx", SearchOption.AllDirectories).Select(file => new TestFolder(Path.GetDirectoryName(Path.GetFullPath(file))!)))
    .OrderBy(folder => folder.Path, StringComparer.Ordinal)];
foreach (TestFolder folder in folders)
{
    try
    {
        foreach (Result result in Benchmark.Run(folder, options))
        {
            report.Add(result);
            if (options.Profile && result.OurStart is { } start)
                Profile.Print(start);
        }
    }
#pragma warning disable CA1031 // a model that fails is reported, and the others are measured
    catch (Exception exception)
#pragma warning restore CA1031
    {
        Console.WriteLine($"{folder.Name,-28} {exception.GetType().Name}: {exception.Message.Split('\n')[0]}");
    }
}
report.Summary();
if (options.Markdown)
    Console.WriteLine(report.ToMarkdown());
if (options.Json is { } json)
    File.WriteAllText(json, report.ToJson());
