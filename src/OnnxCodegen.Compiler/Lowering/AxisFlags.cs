using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler;

/// <summary>Sets of axes as one flag per axis (1: chosen), so that a set that is known at run time alone needs no second form.</summary>
internal static class AxisFlags
{
    public static IReadOnlyList<Dim> None(int rank) => Enumerable.Repeat(Dim.Zero, rank).ToArray();

    public static IReadOnlyList<Dim> All(int rank) => Enumerable.Repeat(Dim.One, rank).ToArray();

    /// <summary>The flags of axes given by number, negative ones counted from the end.</summary>
    public static IReadOnlyList<Dim> Of(IEnumerable<long> axes, int rank)
    {
        var chosen = new HashSet<int>(axes.Select(axis => Views.Axis(axis, rank)));
        return Enumerable.Range(0, rank).Select(axis => chosen.Contains(axis) ? Dim.One : Dim.Zero).ToArray();
    }

    /// <summary>The flags of the axes in an integer vector, which may be known at run time alone.</summary>
    public static IReadOnlyList<Dim> Of(Value axes, int rank)
    {
        Dim[] numbers = Elements(axes);
        return numbers.All(n => n.IsConstant)
            ? Of(numbers.Select(n => n.Value), rank)
            : Enumerable.Range(0, rank).Select(axis => Contains(numbers, axis, rank)).ToArray();
    }

    /// <summary>The elements of an integer vector of known length.</summary>
    public static Dim[] Elements(Value vector)
    {
        if (!vector.Shape.Elements.IsConstant)
            throw new ModelException($"The number of elements of {vector} must be known when compiling, as it decides a rank.");
        return Enumerable.Range(0, (int)vector.Shape.Elements.Value).Select(k => vector.Scope.At(vector, k)).ToArray();
    }

    /// <summary>The dims of the axes that are not chosen, of which there are <paramref name="count"/>.</summary>
    public static Shape Rest(Shape shape, IReadOnlyList<Dim> chosen, int count)
    {
        if (chosen.All(c => c.IsConstant))
            return new Shape(shape.Where((_, axis) => chosen[axis] == Dim.Zero));
        return new Shape(Enumerable.Range(0, count).Select(k => RestAt(shape, chosen, k)));
    }

    /// <summary>The <paramref name="k"/>th of the axes that are not chosen: the one that has k such axes before it.</summary>
    static Dim RestAt(Shape shape, IReadOnlyList<Dim> chosen, int k)
    {
        Dim found = Dim.Zero;
        Dim before = Dim.Zero;
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            Dim kept = 1 - chosen[axis];
            found += kept * Dim.Equal(before, k) * shape[axis];
            before += kept;
        }
        return found;
    }

    static Dim Contains(IReadOnlyList<Dim> numbers, int axis, int rank) =>
        numbers.Aggregate(Dim.Zero, (found, number) => Dim.Max(found, Dim.Max(Dim.Equal(number, axis), Dim.Equal(number, axis - rank))));
}
