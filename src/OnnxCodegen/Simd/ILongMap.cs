using System.Runtime.CompilerServices;

namespace OnnxCodegen.Simd;

/// <summary>An expression that is too long to be repeated wherever a kernel stores a result: it is done in a pass over each row, while the row
/// is in the cache.</summary>
/// <remarks>An interface and no static member of <see cref="IMap"/> with a default, for which code cannot be compiled ahead.</remarks>
public interface ILongMap : IMap;

/// <summary>What is known of a type of expressions.</summary>
static class MapKind<TMap>
    where TMap : struct, IMap
{
    /// <summary>Whether it is an <see cref="ILongMap"/>: a constant for compilers.</summary>
    public static bool IsLong
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => default(TMap) is ILongMap;
    }
}
