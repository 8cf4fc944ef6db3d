using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Estimates whether Winograd's algorithm F(4×4, 3×3) is faster than direct sums.</summary>
internal static class WinogradCost
{
    const int Side = 4;
    const int Taps = 9;

    /// <summary>Fewer channels leave the transforms without vectors.</summary>
    const int FewestChannels = 8;

    /// <summary>What is assumed of images whose size is free.</summary>
    const long AssumedTiles = 49;

    /// <summary>How much faster it must look, since the transforms need memory that other layers want too.</summary>
    const double Margin = 1.15;

    /// <summary>Operations in the time that both transforms of a tile take for a channel.</summary>
    const double TransformOfChannel = 1000;

    /// <summary>Operations in the time that a weight takes to come from the outer caches, and from the core's own.</summary>
    const double FarWeight = 20;

    const double NearWeight = 4;
    const double NearBytes = 1 << 20;

    /// <param name="images">The number of images; free ones are counted as one.</param>
    public static bool Pays(Dim images, IReadOnlyList<Dim> output, Dim channels, Dim outputs)
    {
        if (!channels.IsConstant || !outputs.IsConstant || channels.Value < FewestChannels || outputs.Value < FewestChannels)
            return false;
        double matrix = (double)channels.Value * outputs.Value;
        bool isKnown = output.All(d => d.IsConstant);
        double count = images.IsConstant ? images.Value : 1;
        double tiles = count * (isKnown ? output.Aggregate(1L, (product, d) => product * Tiles(d.Value)) : AssumedTiles);
        double pixels = count * (isKnown ? output.Aggregate(1L, (product, d) => product * d.Value) : AssumedTiles * Side * Side);
        double direct = (2 * Taps * matrix * pixels) + Load(Taps * matrix);
        double winograd = (2 * PackWinograd.Products * matrix * tiles)
            + (TransformOfChannel * (channels.Value + outputs.Value) * tiles / 2) + Load(PackWinograd.Products * matrix);
        return direct > Margin * winograd;
    }

    static long Tiles(long pixels) => (pixels + Side - 1) / Side;

    static double Load(double weights) => weights * (weights * sizeof(float) > NearBytes ? FarWeight : NearWeight);
}
