using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using OnnxCodegen.Conformance;

if (args is [EvaluatorProcess.Argument])
{
    EvaluatorProcess.Serve();
    return 0;
}
Options options = Options.Parse(args);
TestFolder[] folders = [.. options.Directories.SelectMany(TestFolder.Find)
    .Where(f => f.Name.Contains(options.Filter, StringComparison.OrdinalIgnoreCase))
    .OrderBy(f => f.Path, StringComparer.Ordinal)];
IEnumerable<TestResult> results = options.Evaluates ? EvaluatorEngine.Run(folders, options.Limit) : CompiledEngine.Run(folders, options.Text);
var report = new Report();
foreach (TestResult result in results.Select(ExpectedFailures.Listed.Apply))
    report.Add(result);
report.Print();
if (options.Json is { } file)
    File.WriteAllText(file, report.ToJson());
return report.Failed == 0 ? 0 : 1;
