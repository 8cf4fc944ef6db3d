using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace OnnxCodegen.Compiler.Import;

/// <summary>Values at coordinates, zero elsewhere.</summary>
/// <param name="Values">A vector of n elements.</param>
/// <param name="Indices">int64: n positions in row-major order, or n × rank coordinates.</param>
internal sealed record SparseContent(TensorData Values, TensorData Indices) : TensorContent
{
    /// <summary>A few bytes can claim any shape; a larger tensor is refused.</summary>
    const long MaximumBytes = 1 << 28;

    public override byte[] Read(TensorData tensor, ModelSource source)
    {
        int size = tensor.Type.Bits() / 8;
        if (size == 0)
            throw new ModelException($"The tensor '{tensor.Name}' of type {tensor.Type.OnnxName()} cannot be sparse.");
        if (tensor.ByteCount > MaximumBytes)
            throw new ModelException($"The sparse tensor '{tensor.Name}' has {tensor.ByteCount} bytes, more than {MaximumBytes}.");
        byte[] values = Values.ReadBytes(source);
        var dense = new byte[tensor.ByteCount];
        long[] positions = Positions(tensor, Indices.ReadBytes(source));
        for (int i = 0; i < positions.Length; i++)
            Array.Copy(values, (long)i * size, dense, positions[i] * size, size);
        return dense;
    }

    long[] Positions(TensorData tensor, byte[] indices)
    {
        var positions = new long[Values.Count];
        bool linear = Indices.Dims.Count == 1;
        IReadOnlyList<long> dims = linear ? new[] { tensor.Count } : tensor.Dims;
        for (int i = 0; i < positions.Length; i++)
        {
            for (int axis = 0; axis < dims.Count; axis++)
            {
                int entry = checked((i * dims.Count) + axis);
                long index = BinaryPrimitives.ReadInt64LittleEndian(indices.AsSpan(entry * sizeof(long)));
                if (index < 0 || index >= dims[axis])
                    throw new ModelException($"The index {index} of '{tensor.Name}' lies outside of an axis of length {dims[axis]}.");
                positions[i] = (positions[i] * dims[axis]) + index;
            }
        }
        return positions;
    }
}
