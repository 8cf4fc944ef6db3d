using OnnxCodegen.Simd;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>Names the instantiations of kernels that are compiled when the package is built, so that models start without compiling them.
/// Nothing calls this.</summary>
static class Precompiled
{
    public static void Instantiations()
    {
        Products<Identity>();
        Products<Bias>();
        Products<BiasRelu>();
        Products<BiasRelu6>();
        Products<BiasSum>();
        Products<BiasSumRelu>();
        Products<BiasSigmoid>();
        Products<BiasSilu>();
        Products<BiasTanh>();
        Products<BiasGelu>();
        WholeProducts<Identity>();
        WholeProducts<Requantize>();
        WholeProducts<RequantizeChannels>();
        Pool.Run<Sum, Identity>(Workers.Inline, default, default, default);
        Pool.Run<Maximum, Identity>(Workers.Inline, default, default, default);
        Copies<float>();
        Copies<long>();
        Copies<int>();
        Copies<bool>();
        Memory<float>();
        Memory<long>();
        Outputs<float>();
        Outputs<long>();
        RowFolds();
    }

    static void Products<TEpilogue>()
        where TEpilogue : struct, IMap
    {
        MatMul.Run<TEpilogue>(Workers.Inline, default, default, default, default);
        MatMul.RunPacked<TEpilogue>(Workers.Inline, default, default, default, default);
        Convolve.Run<TEpilogue>(Workers.Inline, default, default, default, default);
        Winograd.Run<TEpilogue>(Workers.Inline, default, default, default, default);
    }

    /// <summary>Of quantised networks; of what follows depthwise convolutions and those of few channels too.</summary>
    static void WholeProducts<TEpilogue>()
        where TEpilogue : struct, IMap
    {
        MatMul.RunPackedWhole<TEpilogue>(Workers.Inline, default, default, default, default);
        Convolve.RunWhole<TEpilogue>(Workers.Inline, default, default, default, default);
        Convolve.Run<TEpilogue>(Workers.Inline, default, default, default, default);
    }

    static unsafe void RowFolds()
    {
        Operands none = default;
        RowFold<Identity, Sum>.Of(Workers.Inline, null, 0, null, 0, none, 0, 0);
        RowFold<Identity, Maximum>.Of(Workers.Inline, null, 0, null, 0, none, 0, 0);
        ColumnFold<Identity, Sum>.Run(null, 0, null, 0, null, none, 0, 0, 0);
        ColumnFold<Identity, Maximum>.Run(null, 0, null, 0, null, none, 0, 0, 0);
    }

    static void Copies<T>()
    {
        Copy.Run<T>(default, 0, default, 0, default, default, default);
        Copy.Fill<T>(default, 0, default, default, default!);
    }

    static void Memory<T>()
        where T : unmanaged
    {
        _ = new Arena().Span<T>(0, 0);
        _ = new ModelWeights(typeof(Precompiled).Assembly, string.Empty, 0).Span<T>(0, 0);
        _ = new Input<T>(default, default).Length(0);
    }

    static void Outputs<T>()
    {
        Output<T> output = new(string.Empty);
        output.Allocate(default);
        Output<T> destination = new(string.Empty, default);
        destination.Allocate(default);
    }
}
