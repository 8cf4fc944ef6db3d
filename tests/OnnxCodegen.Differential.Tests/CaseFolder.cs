using System.Globalization;
using System.IO;
using System.Linq;
using Google.Protobuf;
using OnnxCodegen.Compiler;
using OnnxCodegen.Conformance;

namespace OnnxCodegen.Differential.Tests;

/// <summary>Writes cases as the conformance tool reads them.</summary>
internal static class CaseFolder
{
    public static TestFolder Write(string root, RandomCase @case)
    {
        string folder = Path.Combine(root, @case.Name), data = Directory.CreateDirectory(Path.Combine(folder, "test_data_set_0")).FullName;
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), @case.Model.ToByteArray());
        for (int i = 0; i < @case.Inputs.Count; i++)
            File.WriteAllBytes(Path.Combine(data, $"input_{i}.pb"), @case.Inputs[i].ToByteArray());
        for (int i = 0; i < @case.Outputs.Count; i++)
            File.WriteAllBytes(Path.Combine(data, $"output_{i}.pb"), @case.Outputs[i].ToByteArray());
        (double relative, double absolute) = Tolerance(@case);
        File.WriteAllText(Path.Combine(folder, "tolerance.json"), string.Create(CultureInfo.InvariantCulture, $$"""{ "rtol": {{relative}}, "atol": {{absolute}} }"""));
        return new TestFolder(folder);
    }

    static (double Relative, double Absolute) Tolerance(RandomCase @case) =>
        @case.Inputs.Concat(@case.Outputs).Any(t => t.DataType == (int)ElementType.Float16) ? (5e-3, 5e-3) : (2e-4, 2e-5);
}
