using System.Linq;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Names elementwise functions after their operations.</summary>
internal static class FunctionNames
{
    const int MaximumOperations = 3;

    /// <summary>The operations in the order in which they are applied; of many the first and the last.</summary>
    public static string Of(ScalarExpr expression)
    {
        string[] operations = expression.Nodes().OfType<ScalarApply>().Select(apply => Short(apply.Operation)).ToArray();
        return operations.Length == 0 ? "Constant"
            : operations.Length <= MaximumOperations ? string.Concat(operations)
            : operations[0] + "To" + operations[operations.Length - 1];
    }

    static string Short(ScalarOperation operation) => operation switch
    {
        ScalarOperation.Minimum => "Min",
        ScalarOperation.Maximum => "Max",
        ScalarOperation.Absolute => "Abs",
        ScalarOperation.SquareRoot => "Sqrt",
        ScalarOperation.Exponential => "Exp",
        ScalarOperation.Logarithm => "Log",
        ScalarOperation.HyperbolicTangent => "Tanh",
        ScalarOperation.ErrorFunction => "Erf",
        _ => operation.ToString(),
    };
}
