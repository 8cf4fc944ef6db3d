using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Writes nested loops over the axes of a shape.</summary>
internal static class Loops
{
    /// <summary>The names of the loop variables.</summary>
    public static string[] Coordinates(string prefix, int rank) =>
        Enumerable.Range(0, rank).Select(axis => prefix + axis.ToString(CultureInfo.InvariantCulture)).ToArray();

    /// <summary>The lengths of the axes as ints; a local is written for each that is not a number.</summary>
    public static string[] Lengths(ForwardWriter forward, CSharpWriter writer, string prefix, IReadOnlyList<Dim> dims) =>
        dims.Select((dim, axis) => forward.IntLocal(writer, prefix + axis.ToString(CultureInfo.InvariantCulture), dim)).ToArray();

    public static void Nest(CSharpWriter writer, IReadOnlyList<string> coordinates, IReadOnlyList<string> lengths, Action body)
    {
        var scopes = new Stack<CSharpWriter.Scope>();
        for (int axis = 0; axis < coordinates.Count; axis++)
        {
            string i = coordinates[axis];
            if (lengths[axis] == "1")
                writer.Line($"const int {i} = 0;");
            else
                scopes.Push(writer.Block($"for (int {i} = 0; {i} < {lengths[axis]}; {i}++)"));
        }
        body();
        while (scopes.Count > 0)
            scopes.Pop().Dispose();
    }
}
