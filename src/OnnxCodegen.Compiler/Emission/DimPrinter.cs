using System;
using System.Globalization;
using System.Linq;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints dims as C# expressions of type long over the locals that hold the run-time sizes.</summary>
internal sealed class DimPrinter(Func<Symbol, string> local)
{
    public string Print(Dim dim)
    {
        if (dim.IsConstant)
            return dim.Value.ToString(CultureInfo.InvariantCulture);
        string sum = string.Empty;
        foreach (DimTerm term in dim.Terms)
        {
            string text = Term(term, out bool negative);
            sum = sum.Length == 0 ? (negative ? "-" + text : text) : sum + (negative ? " - " : " + ") + text;
        }
        return dim.Terms.Count == 1 && dim.Terms[0].Coefficient == 1 && dim.Terms[0].Factors.Count == 1 ? sum : $"({sum})";
    }

    /// <summary>The dim as an int.</summary>
    public string Int(Dim dim) => dim.IsConstant ? Print(dim) : $"(int){Print(dim)}";

    string Term(DimTerm term, out bool negative)
    {
        negative = term.Coefficient < 0;
        string number = negative ? term.Coefficient.ToString(CultureInfo.InvariantCulture).Substring(1) : term.Coefficient.ToString(CultureInfo.InvariantCulture);
        string[] factors = term.Factors.Select(Atom).ToArray();
        if (factors.Length == 0)
            return number;
        return (number == "1" ? string.Empty : number + " * ") + string.Join(" * ", factors);
    }

    string Atom(DimAtom atom)
    {
        if (atom is SymbolAtom symbol)
            return local(symbol.Symbol);
        if (atom is SumAtom { Sum: var sum })
            return Print(sum);
        var function = (FunctionAtom)atom;
        string left = Print(function.Left);
        string right = Print(function.Right);
        return function.Function switch
        {
            DimFunction.Minimum => $"Math.Min({left}, {right})",
            DimFunction.Maximum => $"Math.Max({left}, {right})",
            DimFunction.FloorDivide => $"{RuntimeNames.FloorDivideSizes}({left}, {right})",
            DimFunction.Modulo => $"{RuntimeNames.ModuloOfSizes}({left}, {right})",
            _ => $"{RuntimeNames.BroadcastSizes}({left}, {right})",
        };
    }
}
