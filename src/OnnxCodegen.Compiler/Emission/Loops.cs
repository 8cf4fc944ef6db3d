using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Writes nested loops over the axes of a shape.</summary>
internal static class Loops
{
    /// <summary>The names of the loop variables; axes of length 1 have none, their coordinate is 0.</summary>
    public static string[] Coordinates(string prefix, IReadOnlyList<Dim> dims) =>
        dims.Select((dim, axis) => dim == Dim.One ? "0" : prefix + axis.ToString(CultureInfo.InvariantCulture)).ToArray();

    /// <summary>The lengths of the axes as ints; a local is written for each that is no number or name.</summary>
    public static string[] Lengths(ForwardWriter forward, CSharpWriter writer, string prefix, IReadOnlyList<Dim> dims) =>
        dims.Select((dim, axis) => forward.IntLocal(writer, prefix + axis.ToString(CultureInfo.InvariantCulture), dim)).ToArray();

    public static void Nest(CSharpWriter writer, IReadOnlyList<string> coordinates, IReadOnlyList<string> lengths, Action body)
    {
        var scopes = new Stack<CSharpWriter.Scope>();
        for (int axis = 0; axis < coordinates.Count; axis++)
        {
            string i = coordinates[axis];
            if (i != "0")
                scopes.Push(writer.Block($"for (int {i} = 0; {i} < {lengths[axis]}; {i}++)"));
        }
        body();
        while (scopes.Count > 0)
            scopes.Pop().Dispose();
    }
}
