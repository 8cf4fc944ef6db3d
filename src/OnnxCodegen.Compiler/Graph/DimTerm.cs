using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace OnnxCodegen.Compiler;

/// <summary>A product of a number and atoms; the atoms are ordered by their keys.</summary>
internal readonly struct DimTerm
{
    public DimTerm(long coefficient, IReadOnlyList<DimAtom> factors)
    {
        Coefficient = coefficient;
        Factors = factors;
        FactorKey = string.Join("*", factors.Select(f => f.Key));
    }

    public long Coefficient { get; }

    public IReadOnlyList<DimAtom> Factors { get; }

    public string FactorKey { get; }

    public string Key => Coefficient.ToString(CultureInfo.InvariantCulture) + "*" + FactorKey;

    public override string ToString()
    {
        string number = Coefficient.ToString(CultureInfo.InvariantCulture);
        if (Factors.Count == 0)
            return number;
        string product = string.Join("*", Factors.Select(f => f.ToString()));
        return Coefficient == 1 ? product : Coefficient == -1 ? "-" + product : number + "*" + product;
    }
}
