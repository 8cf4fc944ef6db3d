using System.Collections.Generic;
using System.IO;
using System.Threading;
using Google.Protobuf;
using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Compiler.Import;

/// <summary>A serialised model in which each large data field of a tensor is replaced by its place in the file.</summary>
/// <param name="Bytes">The <see cref="ModelProto"/>, with <see cref="TensorProto.Stored"/> in the place of large data.</param>
/// <param name="Hash">64-bit FNV-1a over the bytes of the file outside of <paramref name="Weights"/>, in order.</param>
/// <param name="FileLength">The length of the model file in bytes.</param>
/// <param name="Weights">What was left in the file, in the order of the file.</param>
internal sealed record WeightSkeleton(byte[] Bytes, ulong Hash, long FileLength, IReadOnlyList<WeightRange> Weights)
{
    /// <summary>Data fields above this number of bytes stay in the file.</summary>
    public const int InlineBytes = 1024;

    /// <summary>Messages nest at most so deep, here as in the parser.</summary>
    const int MaximumDepth = 100;

    /// <summary>Walks a model file, seeking past its weights.</summary>
    /// <param name="file">A seekable stream at its first byte.</param>
    /// <param name="cancellation">Stops the walk.</param>
    /// <exception cref="ModelException">The file is truncated or in another format.</exception>
    public static WeightSkeleton Read(Stream file, CancellationToken cancellation = default)
    {
        var walk = new Walk(new WireReader(file), cancellation);
        return walk.Run();
    }

    sealed class Walk(WireReader reader, CancellationToken cancellation)
    {
        readonly List<WeightRange> weights = new();
        readonly List<MemoryStream> buffers = new();

        public WeightSkeleton Run()
        {
            MemoryStream skeleton = Copy(WireMessage.Model, reader.Length, depth: 0);
            return new WeightSkeleton(skeleton.ToArray(), reader.Hash, reader.Length, weights);
        }

        /// <summary>Copies a message that ends at <paramref name="end"/> into the buffer of its depth.</summary>
        MemoryStream Copy(WireMessage message, long end, int depth)
        {
            cancellation.ThrowIfCancellationRequested();
            MemoryStream output = Buffer(depth);
            while (reader.Position < end)
                CopyField(message, end, output, depth);
            if (reader.Position != end)
                throw WireReader.EndsOutside(reader.Position);
            return output;
        }

        void CopyField(WireMessage message, long end, MemoryStream output, int depth)
        {
            ulong tag = reader.ReadVarint();
            if (tag > uint.MaxValue || tag >> 3 == 0)
                throw new ModelException($"There is no valid field before byte {reader.Position}: this is no ONNX model.");
            switch ((WireFormat.WireType)(tag & 7))
            {
                case WireFormat.WireType.Varint:
                    WriteVarint(output, tag);
                    WriteVarint(output, reader.ReadVarint());
                    break;
                case WireFormat.WireType.Fixed64:
                    WriteVarint(output, tag);
                    CopyBytes(output, sizeof(ulong), end);
                    break;
                case WireFormat.WireType.Fixed32:
                    WriteVarint(output, tag);
                    CopyBytes(output, sizeof(uint), end);
                    break;
                case WireFormat.WireType.LengthDelimited:
                    CopyDelimited(message, tag, reader.ReadLength(end), output, depth);
                    break;
                default:
                    throw new ModelException($"The field before byte {reader.Position} has an unknown wire type: this is no ONNX model.");
            }
        }

        void CopyDelimited(WireMessage message, ulong tag, long length, MemoryStream output, int depth)
        {
            int field = (int)(tag >> 3);
            if (WireSchema.Nested(message, field) is { } nested)
            {
                MemoryStream copy = Copy(nested, reader.Position + length, depth + 1);
                WriteDelimited(output, tag, copy);
            }
            else if (message == WireMessage.Tensor && field == TensorProto.StoredFieldNumber)
            {
                reader.CopyTo(Stream.Null, length);
            }
            else if (message == WireMessage.Tensor && WireSchema.HoldsNumbers(field) && length > InlineBytes)
            {
                WriteStored(output, field, length, depth);
            }
            else
            {
                WriteVarint(output, tag);
                WriteVarint(output, (ulong)length);
                CopyBytes(output, length, reader.Position + length);
            }
        }

        void WriteStored(MemoryStream output, int field, long length, int depth)
        {
            var stored = new TensorProto.Types.Stored { Field = field, Offset = reader.Position, Length = length };
            weights.Add(new WeightRange(null, reader.Position, length));
            reader.Skip(length);
            MemoryStream message = Buffer(depth + 1);
            stored.WriteTo(message);
            WriteDelimited(output, WireFormat.MakeTag(TensorProto.StoredFieldNumber, WireFormat.WireType.LengthDelimited), message);
        }

        void CopyBytes(MemoryStream output, long count, long end)
        {
            if (count > end - reader.Position)
                throw WireReader.EndsOutside(reader.Position);
            if (count > int.MaxValue - output.Length)
                throw new ModelException("The model without its weights is larger than 2 GiB.");
            reader.CopyTo(output, count);
        }

        MemoryStream Buffer(int depth)
        {
            if (depth > MaximumDepth)
                throw new ModelException($"The model nests more than {MaximumDepth} messages.");
            if (depth == buffers.Count)
                buffers.Add(new MemoryStream());
            buffers[depth].SetLength(0);
            return buffers[depth];
        }

        static void WriteDelimited(MemoryStream output, ulong tag, MemoryStream message)
        {
            if (message.Length > int.MaxValue - output.Length)
                throw new ModelException("The model without its weights is larger than 2 GiB.");
            WriteVarint(output, tag);
            WriteVarint(output, (ulong)message.Length);
            message.WriteTo(output);
        }

        static void WriteVarint(MemoryStream output, ulong value)
        {
            for (; value >= 0x80; value >>= 7)
                output.WriteByte((byte)(value | 0x80));
            output.WriteByte((byte)value);
        }
    }
}
