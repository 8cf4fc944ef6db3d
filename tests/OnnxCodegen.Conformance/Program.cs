using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using OnnxCodegen.Conformance;

Options options = Options.Parse(args);
TestFolder[] folders = [.. options.Directories.SelectMany(TestFolder.Find)
    .Where(f => f.Name.Contains(options.Filter, StringComparison.OrdinalIgnoreCase))
    .OrderBy(f => f.Path, StringComparer.Ordinal)];
var report = new Report();
IEnumerable<(TestFolder Folder, string? Failure)> results = options.Evaluates ? EvaluatorEngine.Run(folders) : CompiledEngine.Run(folders, options.Text);
foreach ((TestFolder folder, string? failure) in results)
    report.Add(folder, failure);
report.Print();
if (options.Json is { } file)
    File.WriteAllText(file, report.ToJson());
return report.Failed == 0 ? 0 : 1;
