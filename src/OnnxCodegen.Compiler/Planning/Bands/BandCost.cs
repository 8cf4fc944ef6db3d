using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Estimates which steps are faster on bands of rows than one after the other, and how many rows a band has.</summary>
internal static class BandCost
{
    /// <summary>Bytes between two steps that stay in a core's own cache when they are computed as a whole.</summary>
    const long NearResult = 1 << 19;

    /// <summary>Bytes between all steps of a band that stay there, with the weights and what is read and written around them.</summary>
    const long NearBand = 3 << 18;

    /// <summary>Bytes of a step's weights that stay there while the bands pass by.</summary>
    const long NearWeights = 1 << 17;

    /// <summary>Rows of a step whose windows overlap: fewer are moved as often as they are computed.</summary>
    const long FewestRows = 2;

    public static bool Pays(BandStep writer, BandStep reader, BandLink link) =>
        ResultBytes(writer, link) > NearResult
        && writer.Weights * sizeof(float) <= NearWeights && reader.Weights * sizeof(float) <= NearWeights;

    /// <summary>Bytes of what lies between two steps, as a whole.</summary>
    public static long ResultBytes(BandStep writer, BandLink link) => writer.Rows * link.Length * sizeof(float);

    /// <summary>Rows of the last step in a band; null where too few of them stay in the cache.</summary>
    public static long? Rows(IReadOnlyList<BandStep> steps, IReadOnlyList<BandLink> links)
    {
        long first = Bytes(steps, links, 1);
        long rows = 1 + ((NearBand - first) / (Bytes(steps, links, 2) - first));
        return first <= NearBand && rows >= Fewest(steps) ? Math.Min(rows, steps[steps.Count - 1].Rows) : null;
    }

    /// <summary>Bytes between all steps for some rows of the last one.</summary>
    static long Bytes(IReadOnlyList<BandStep> steps, IReadOnlyList<BandLink> links, long rows)
    {
        long elements = 0;
        for (int i = links.Count - 1; i >= 0; i--)
        {
            BandStep reader = steps[i + 1];
            elements += (((rows - 1) * reader.Stride) + reader.Window) * links[i].Length;
            rows *= reader.Stride;
        }
        return elements * sizeof(float);
    }

    /// <summary>Rows of the last step for which steps whose windows overlap have as many as they need.</summary>
    static long Fewest(IReadOnlyList<BandStep> steps)
    {
        long fewest = 1, rows = 1;
        foreach (BandStep step in steps.Reverse())
        {
            if (step.Window > step.Stride && !ReferenceEquals(step, steps[0]))
                fewest = Math.Max(fewest, (FewestRows + rows - 1) / rows);
            rows *= step.Stride;
        }
        return fewest;
    }
}
