using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Import;

/// <summary>The graphs in the attributes of nodes.</summary>
internal static class Subgraphs
{
    /// <summary>The graphs directly within a node.</summary>
    public static IEnumerable<OnnxGraph> Graphs(this OnnxNode node) => node.Attributes.SelectMany(attribute => attribute.Content switch
    {
        OnnxGraph graph => [graph],
        IReadOnlyList<OnnxGraph> graphs => graphs,
        _ => [],
    });

    /// <summary>The node with another graph in the place of each one directly within it.</summary>
    public static OnnxNode WithGraphs(this OnnxNode node, Func<OnnxGraph, OnnxGraph> replace) => node.Graphs().Any()
        ? node with { Attributes = node.Attributes.Select(attribute => attribute.WithGraphs(replace)).ToArray() }
        : node;

    /// <summary>The attribute with another graph in the place of each one directly within it.</summary>
    public static OnnxAttribute WithGraphs(this OnnxAttribute attribute, Func<OnnxGraph, OnnxGraph> replace) => attribute.Content switch
    {
        OnnxGraph graph => attribute with { Content = replace(graph) },
        IReadOnlyList<OnnxGraph> graphs => attribute with { Content = graphs.Select(replace).ToArray() },
        _ => attribute,
    };
}
