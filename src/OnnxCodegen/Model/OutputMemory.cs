namespace OnnxCodegen;

/// <summary>Where an <see cref="Output{T}"/> puts its elements.</summary>
internal enum OutputMemory
{
    Allocated,
    Callers,
    CallersIfItFits,
}
