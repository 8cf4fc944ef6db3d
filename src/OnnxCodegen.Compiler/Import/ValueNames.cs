using System.Collections.Generic;

namespace OnnxCodegen.Compiler.Import;

/// <summary>The values of a graph by their names, with those of the graphs around it.</summary>
internal sealed class ValueNames(Scope scope, ValueNames? around)
{
    readonly Dictionary<string, Value?> values = new();
    readonly ValueNames? around = around;

    /// <summary>Where the graph's nodes are made.</summary>
    public Scope Scope { get; } = scope;

    /// <summary>Names a value; null for the result of a node that failed.</summary>
    public Value? this[string name]
    {
        set => values[name] = value;
    }

    /// <summary>Whether the name is that of a result of a node that failed.</summary>
    public bool IsFailed(string name) => values.TryGetValue(name, out Value? value) ? value is null : around?.IsFailed(name) ?? false;

    /// <summary>The value of that name, taken in where it belongs to a graph around.</summary>
    /// <exception cref="ModelException">There is none.</exception>
    public Value Find(string name)
    {
        for (ValueNames? names = this; names is not null; names = names.around)
            if (names.values.TryGetValue(name, out Value? value) && value is not null)
                return Scope.Capture(value);
        throw new ModelException($"The value '{name}' is read but never made.");
    }
}
