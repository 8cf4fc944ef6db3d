using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>What one step writes and the next one alone reads: rows inside of a border.</summary>
/// <param name="Above">Rows of the border above the first row that is written, counted from the first one that is read.</param>
/// <param name="Length">Elements from one row to the next.</param>
/// <param name="Left">Elements of the border before the first one of a row that is written.</param>
/// <param name="Width">Elements of a row that are written.</param>
/// <param name="Border">What the border holds; null where there is none.</param>
internal sealed record BandLink(long Above, long Length, long Left, long Width, ScalarLiteral? Border)
{
    /// <summary>The memory between two steps of which the second reads what the first writes; null where its rows are not theirs.</summary>
    /// <param name="border">The fills of the memory.</param>
    public static BandLink? Between(BandStep writer, BandStep reader, IReadOnlyList<FillCall> border)
    {
        long length = BandStep.RowStride(reader.Source).Value;
        if (!writer.IsDense || length <= 0 || BandStep.RowStride(writer.Result).Value != length || writer.Images != reader.Images
            || (writer.Images != Dim.One && BandStep.ImageStride(writer.Result) != BandStep.ImageStride(reader.Source))
            || border.Any(fill => !fill.Element.Equals(border[0].Element)))
        {
            return null;
        }
        long start = writer.Result.Offset.Value - reader.Source.Offset.Value;
        if (start < 0 || (start % length) + writer.Width > length)
            return null;
        return new BandLink(start / length, length, start % length, writer.Width, border.Count == 0 ? null : border[0].Element);
    }
}
