using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;

namespace OnnxCodegen.Compiler;

/// <summary>What the scopes of one model share: the numbers of nodes and symbols, and which scope a symbol belongs to.</summary>
/// <param name="cancellation">Stops what makes nodes.</param>
internal sealed class ScopeTree(CancellationToken cancellation)
{
    /// <summary>Primitives that one ONNX node may become. What is repeated more often is a loop.</summary>
    const int NodesOfOperator = 1 << 16;

    readonly Dictionary<Symbol, Scope> owners = new();
    int nodes;
    int limit = int.MaxValue;

    public int Fresh { get; set; }

    /// <summary>Elements that the computation of constants may still touch.</summary>
    public double Work { get; set; } = 1 << 26;

    /// <summary>Bytes of constants that may still be printed.</summary>
    public long FoldedBytes { get; set; } = 1 << 16;

    /// <summary>Makes the nodes that follow belong to another ONNX node, which may consist of so many.</summary>
    public void BeginOperator() => limit = nodes + NodesOfOperator;

    /// <summary>Makes the nodes that follow belong to no ONNX node alone.</summary>
    public void EndOperator() => limit = int.MaxValue;

    /// <summary>The number of a node that is made.</summary>
    public int NextNode()
    {
        cancellation.ThrowIfCancellationRequested();
        return nodes < limit ? nodes++
            : throw new Import.ModelException($"The node consists of more than {NodesOfOperator.ToString(CultureInfo.InvariantCulture)} steps; an attribute is too large.");
    }

    public Symbol Own(Symbol symbol, Scope scope)
    {
        owners[symbol] = scope;
        return symbol;
    }

    /// <summary>The scope that finds the symbol; null for a dimension of the model's inputs.</summary>
    public Scope? Owner(Symbol symbol) => owners.TryGetValue(symbol, out Scope? owner) ? owner : null;

    public IEnumerable<Scope> Owners(IEnumerable<Symbol> symbols) => symbols.Select(Owner).OfType<Scope>();
}
