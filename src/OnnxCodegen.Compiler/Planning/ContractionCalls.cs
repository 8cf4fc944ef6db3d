using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>An elementwise float expression that becomes a struct of the emitted code: input 0 is the primary one, the operands follow.</summary>
/// <param name="Splats">For each operand whether it is one number per row.</param>
internal sealed record MapStruct(ScalarExpr Expression, IReadOnlyList<bool> Splats)
{
    /// <summary>Operations up to which an expression may stand at every place where a kernel stores a result: beyond, the compiler of the
    /// kernel stops to write it out. A function such as tanh is a series of them.</summary>
    const int ShortOperations = 24;

    const int OperationsOfFunction = 12;

    /// <summary>Whether the expression is done in a pass of its own.</summary>
    public bool IsLong => Expression.OperationCount + (OperationsOfFunction * Expression.FunctionCount) > ShortOperations;

    public bool Equals(MapStruct? other) => other is not null && Expression.Equals(other.Expression) && Splats.SequenceEqual(other.Splats);

    public override int GetHashCode() => Expression.GetHashCode();
}

/// <summary>A product of stacks of matrices. The accesses have strides along the batch axes, then rows and columns; a and b also along
/// the summed axis.</summary>
/// <param name="Batch">The lengths of the batch axes, at most three.</param>
/// <param name="IsPacked">b is a weight that was packed when the model was prepared.</param>
/// <param name="IsWhole">Whether the kernel for whole numbers is used; b is packed for it.</param>
/// <param name="Sizes">Numbers that follow the operands of the epilogue.</param>
internal sealed record MatMulCall(
    Shape Batch, Dim M, Dim N, Dim K, Access A, Access B, bool IsPacked, bool IsWhole, MapStruct? Epilogue, IReadOnlyList<Access> Operands,
    IReadOnlyList<Dim> Sizes, Access Result)
    : KernelCall
{
    public override IEnumerable<Access> Reads => Operands.Concat(new[] { A, B });

    public override IEnumerable<Access> Writes => new[] { Result };

    public override IEnumerable<Dim> Dims => Batch.Concat(new[] { M, N, K }).Concat(Sizes);

    public override Dim Operations => 2 * Batch.Elements * M * N * K;
}

/// <summary>A convolution of images whose channels lie side by side. Spatial lists hold depth, row and column. The accesses have strides
/// along image, depth, row and pixel; padding is part of the source.</summary>
/// <param name="Channels">Input channels of a group.</param>
/// <param name="Outputs">Output channels of a group.</param>
/// <param name="IsWinograd">Whether Winograd's algorithm is used; the weights are transformed for it.</param>
/// <param name="IsWhole">Whether the kernel for whole numbers is used; the weights are packed for it.</param>
/// <param name="Sizes">Numbers that follow the operands of the epilogue.</param>
internal sealed record ConvolveCall(
    Dim Images, IReadOnlyList<Dim> Output, IReadOnlyList<Dim> Kernel, IReadOnlyList<Dim> Strides, IReadOnlyList<Dim> Dilations,
    Dim Groups, Dim Channels, Dim Outputs, Access Source, Access Weights, bool IsWinograd, bool IsWhole, MapStruct? Epilogue, IReadOnlyList<Access> Operands,
    IReadOnlyList<Dim> Sizes, Access Result)
    : KernelCall
{
    public override IEnumerable<Access> Reads => Operands.Concat(new[] { Source, Weights });

    public override IEnumerable<Access> Writes => new[] { Result };

    public override IEnumerable<Dim> Dims => new[] { Images, Groups, Channels, Outputs }
        .Concat(Output).Concat(Kernel).Concat(Strides).Concat(Dilations).Concat(Sizes);

    public override Dim Operations => 2 * Images * Dim.Product(Output.Concat(Kernel)) * Groups * Channels * Outputs;
}

/// <summary>A fold over windows of images whose channels lie side by side. Spatial lists hold depth, row and column. The accesses have
/// strides along image, depth, row and pixel; padding is part of the source.</summary>
/// <param name="Sizes">Numbers that follow the operands of the epilogue.</param>
internal sealed record PoolCall(
    Primitives.Reduction Operation, Dim Images, IReadOnlyList<Dim> Output, IReadOnlyList<Dim> Kernel, IReadOnlyList<Dim> Strides,
    IReadOnlyList<Dim> Dilations, Dim Channels, Access Source, MapStruct? Epilogue, IReadOnlyList<Access> Operands, IReadOnlyList<Dim> Sizes, Access Result)
    : KernelCall
{
    public override IEnumerable<Access> Reads => Operands.Concat(new[] { Source });

    public override IEnumerable<Access> Writes => new[] { Result };

    public override IEnumerable<Dim> Dims => new[] { Images, Channels }
        .Concat(Output).Concat(Kernel).Concat(Strides).Concat(Dilations).Concat(Sizes);
}

/// <summary>Brings a matrix of weights into the panels that the matrix kernels read.</summary>
/// <param name="IsWhole">Whether the kernels for whole numbers read it.</param>
/// <param name="Source">Strides along the summed axis and the columns.</param>
internal sealed record PackMatrix(Dim K, Dim N, bool IsWhole, Access Source, Access Result) : KernelCall
{
    /// <summary>The widest panel of any instruction set, in columns.</summary>
    public const int PanelWidth = 32;

    /// <summary>Elements that the packed form takes at most.</summary>
    public static long Length(long k, long n) => (n + PanelWidth - 1) / PanelWidth * PanelWidth * k;

    public override IEnumerable<Access> Reads => new[] { Source };

    public override IEnumerable<Access> Writes => new[] { Result };

    public override IEnumerable<Dim> Dims => new[] { K, N };
}

/// <summary>Brings the weights of a convolution, dense in the order group, output, channel, kernel, into the form that the kernels read.</summary>
/// <param name="IsWhole">Whether those for whole numbers read it.</param>
internal sealed record PackConvolution(
    Dim Groups, Dim Outputs, Dim Channels, IReadOnlyList<Dim> Kernel, bool IsWhole, Access Source, Access Result) : KernelCall
{
    public override IEnumerable<Access> Reads => new[] { Source };

    public override IEnumerable<Access> Writes => new[] { Result };

    public override IEnumerable<Dim> Dims => Kernel.Concat(new[] { Groups, Outputs, Channels });
}

/// <summary>Transforms the weights of a convolution with a kernel of 3×3, dense in the order output, channel, kernel, for Winograd's algorithm.</summary>
internal sealed record PackWinograd(Dim Outputs, Dim Channels, Access Source, Access Result) : KernelCall
{
    /// <summary>The matrices that take the place of the nine taps.</summary>
    public const int Products = 36;

    public override IEnumerable<Access> Reads => new[] { Source };

    public override IEnumerable<Access> Writes => new[] { Result };

    public override IEnumerable<Dim> Dims => new[] { Outputs, Channels };
}
