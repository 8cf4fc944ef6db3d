namespace OnnxCodegen.Compiler;

/// <summary>A size that is known only at run time: a free dimension of an input, an element of an integer tensor, or the length of a
/// result that depends on data. Its value lies between <paramref name="Minimum"/> and <paramref name="Maximum"/>; its name is unique in a model.</summary>
internal sealed record Symbol(string Name, long Minimum, long Maximum)
{
    /// <summary>The largest length of an axis: tensors are addressed by 32-bit integers.</summary>
    public const long MaximumLength = int.MaxValue;

    public override string ToString() => Name;
}
