using System.Collections.Generic;

namespace OnnxCodegen.Conformance;

/// <summary>The tests of <c>expected-failures.txt</c>, which may fail; where one passes, the list must lose it.</summary>
internal sealed class ExpectedFailures(IReadOnlyDictionary<string, string> names)
{
    public static ExpectedFailures Listed => new(ListFile.Read("expected-failures.txt", columns: 1));

    public TestResult Apply(TestResult result) => names.ContainsKey(result.Folder.Name)
        ? result with
        {
            Outcome = result.Outcome.Fate switch
            {
                Fate.Failed => Outcome.Skipped($"expected to fail: {result.Outcome.Reason}"),
                Fate.Passed => Outcome.Failed("passes, but is listed in expected-failures.txt"),
                _ => result.Outcome,
            },
        }
        : result;
}
