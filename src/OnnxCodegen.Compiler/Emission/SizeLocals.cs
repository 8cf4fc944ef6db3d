using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Planning;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>The locals that hold run-time sizes: a symbol each, and functions of the sizes that are known when a plan starts. Lengths of
/// axes are ints; elements of tensors, which may be any number, are longs.</summary>
internal sealed class SizeLocals
{
    readonly NameScope names;
    readonly HashSet<string> longs;
    readonly Dictionary<string, string> locals = new();
    readonly HashSet<string> functions = new();
    List<DimAtom> mentioned = new();

    public SizeLocals(Plan plan, NameScope names)
    {
        this.names = names;
        longs = new HashSet<string>(plan.All.SelectMany(p => p.Calls).SelectMany(Longs).Select(s => s.Name));
    }

    public string Name(Symbol symbol) => Name(new SymbolAtom(symbol));

    /// <summary>The local of a symbol, or of a function that has one.</summary>
    public string Name(DimAtom atom)
    {
        if (!IsMentioned(atom))
            mentioned.Add(atom);
        if (!locals.TryGetValue(atom.Key, out string? name))
        {
            string words = atom is SymbolAtom ? atom.Key : string.Join(" ", atom.Symbols.Select(s => s.Name).Distinct()) + " size";
            name = names.Unique(Names.Camel(words, "size"));
            locals.Add(atom.Key, name);
        }
        return name;
    }

    /// <summary>Whether the atom stands in a local of its own.</summary>
    public bool IsLocal(DimAtom atom) => atom is SymbolAtom || functions.Contains(atom.Key);

    public bool IsLong(DimAtom atom) => atom is SymbolAtom
        ? longs.Contains(atom.Key)
        : DimRange.Of(Dim.Of(atom)) is { Minimum: < int.MinValue } or { Maximum: > int.MaxValue };

    /// <summary>The type of the local.</summary>
    public string Type(DimAtom atom) => IsLong(atom) ? "long" : "int";

    public string Type(Symbol symbol) => Type(new SymbolAtom(symbol));

    /// <summary>A number of 64 bits as the symbol's local holds it.</summary>
    public string Narrow(Symbol symbol, string number) => IsLong(new SymbolAtom(symbol)) ? number : $"(int){number}";

    /// <summary>Whether what was printed so far mentions the local.</summary>
    public bool IsMentioned(DimAtom atom) => mentioned.Any(known => known.Key == atom.Key);

    /// <summary>The locals that the action mentions, in order.</summary>
    public IReadOnlyList<DimAtom> Mentioned(Action action)
    {
        List<DimAtom> around = mentioned;
        mentioned = new List<DimAtom>();
        action();
        List<DimAtom> within = mentioned;
        mentioned = around;
        foreach (DimAtom atom in within)
            Name(atom);
        return within;
    }

    /// <summary>Runs an action on a size that is printed as an expression of type int.</summary>
    public void Print(string expression, Action<Dim> action)
    {
        var symbol = new Symbol(expression, 0, Symbol.MaximumLength);
        string key = new SymbolAtom(symbol).Key;
        bool isKnown = locals.TryGetValue(key, out string? known);
        List<DimAtom> around = mentioned;
        mentioned = new List<DimAtom>();
        locals[key] = expression;
        action(Dim.Of(symbol));
        locals.Remove(key);
        mentioned = around;
        if (isKnown)
            locals.Add(key, known!);
    }

    /// <summary>Gives locals to the functions of sizes that are known when the plan starts and that its steps mention, until
    /// <see cref="Leave"/>; those within others come first.</summary>
    public IReadOnlyList<FunctionAtom> Enter(Plan plan)
    {
        functions.Clear();
        var entry = new HashSet<Symbol>(plan.Graph.EntrySymbols);
        var found = new List<FunctionAtom>();
        foreach (Dim dim in plan.Calls.SelectMany(call => call.Mentions))
            Find(dim, entry, found);
        return found;
    }

    /// <summary>Ends the locals of functions.</summary>
    public void Leave() => functions.Clear();

    void Find(Dim dim, HashSet<Symbol> entry, List<FunctionAtom> found)
    {
        foreach (DimAtom atom in dim.Terms.SelectMany(term => term.Factors))
        {
            if (atom is SumAtom { Sum: var sum })
            {
                Find(sum, entry, found);
            }
            else if (atom is FunctionAtom function && !functions.Contains(atom.Key) && atom.Symbols.All(entry.Contains))
            {
                Find(function.Left, entry, found);
                Find(function.Right, entry, found);
                functions.Add(atom.Key);
                found.Add(function);
            }
        }
    }

    static IEnumerable<Symbol> Longs(KernelCall call) => call switch
    {
        BindSymbol bind => new[] { bind.Symbol },
        LoopCall loop => new[] { loop.Index },
        _ => Enumerable.Empty<Symbol>(),
    };
}
