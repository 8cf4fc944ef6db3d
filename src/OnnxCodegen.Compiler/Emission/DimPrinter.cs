using System.Globalization;
using System.Linq;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints dims as C# expressions over the locals that hold the run-time sizes.</summary>
internal sealed class DimPrinter(SizeLocals locals)
{
    /// <summary>An expression of type int, computed in ints where it mentions nothing longer.</summary>
    public string Int(Dim dim) => dim.Terms.SelectMany(term => term.Factors).Any(IsLong) ? $"(int){LongFactor(dim)}" : Sum(dim, isLong: false);

    /// <summary>The same as an operand of other operators.</summary>
    public string IntFactor(Dim dim) => IsSingle(dim) || dim.Terms.SelectMany(term => term.Factors).Any(IsLong) ? Int(dim) : $"({Int(dim)})";

    /// <summary>An expression computed in longs.</summary>
    public string Long(Dim dim) => Sum(dim, isLong: true);

    /// <summary>The same as an operand of other operators.</summary>
    public string LongFactor(Dim dim) => IsSingle(dim) ? Long(dim) : $"({Long(dim)})";

    /// <summary>What a function of sizes computes.</summary>
    public string Definition(FunctionAtom function)
    {
        string left = Long(function.Left);
        string right = Long(function.Right);
        return function.Function switch
        {
            DimFunction.Minimum => $"Math.Min({left}, {right})",
            DimFunction.Maximum => $"Math.Max({left}, {right})",
            DimFunction.FloorDivide => $"{RuntimeNames.FloorDivideSizes}({left}, {right})",
            DimFunction.Modulo => $"{RuntimeNames.ModuloOfSizes}({left}, {right})",
            _ => $"{RuntimeNames.BroadcastSizes}({left}, {right})",
        };
    }

    /// <summary>Whether the text is a number or a name.</summary>
    static bool IsSingle(Dim dim) =>
        dim.IsConstant ? dim.Value >= 0 : dim.Terms.Count == 1 && dim.Terms[0].Coefficient == 1 && dim.Terms[0].Factors.Count == 1;

    bool IsLong(DimAtom atom) => atom switch
    {
        SumAtom { Sum: var sum } => sum.Terms.SelectMany(term => term.Factors).Any(IsLong),
        _ => !locals.IsLocal(atom) || locals.IsLong(atom),
    };

    bool IsComputedInLongs(DimAtom atom) => locals.IsLocal(atom)
        ? locals.IsLong(atom)
        : atom is not FunctionAtom { Function: DimFunction.Minimum or DimFunction.Maximum };

    string Sum(Dim dim, bool isLong)
    {
        if (dim.IsConstant)
            return dim.Value.ToString(CultureInfo.InvariantCulture);
        string sum = string.Empty;
        foreach (DimTerm term in dim.Terms)
        {
            // The first term makes the whole sum one of longs.
            string text = Product(term, isLong, isLong && dim.Terms.Count > 1 && sum.Length == 0);
            bool isNegative = term.Coefficient < 0;
            sum = sum.Length == 0 ? (isNegative ? "-" : string.Empty) + text : sum + (isNegative ? " - " : " + ") + text;
        }
        return sum;
    }

    /// <summary>The size of a term without its sign.</summary>
    string Product(DimTerm term, bool isLong, bool isWidened)
    {
        string number = term.Coefficient.ToString(CultureInfo.InvariantCulture).TrimStart('-');
        string[] factors = term.Factors.Select(factor => Factor(factor, isLong)).ToArray();
        bool widens = isLong && (isWidened || factors.Length + (number == "1" ? 0 : 1) > 1) && !term.Factors.Take(1).Any(IsComputedInLongs);
        if (factors.Length == 0 || number != "1")
            return string.Join(" * ", new[] { number + (widens ? "L" : string.Empty) }.Concat(factors));
        return (widens ? "(long)" : string.Empty) + string.Join(" * ", factors);
    }

    string Factor(DimAtom atom, bool isLong) =>
        locals.IsLocal(atom) ? locals.Name(atom)
        : atom is SumAtom { Sum: var sum } ? $"({Sum(sum, isLong)})"
        : Definition((FunctionAtom)atom);
}
