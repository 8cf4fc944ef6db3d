using System.Linq;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Orders in which cuBLASLt keeps the elements of matrices (cublasLtOrder_t): by columns (0), by rows (1), and by rows within groups
/// of 32 columns (2). Those of tiles (3 and 4) are the devices' own.</summary>
internal static class MatrixOrders
{
    public const long Columns = 0;
    public const long Rows = 1;

    const long ColumnGroups = 2;
    const long Group = 32;

    /// <summary>Elements in the given order as those of the tensor [… , R, C].</summary>
    public static Value ToRows(Value x, long order)
    {
        Value matrix = AtLeastMatrix(x);
        int last = matrix.Rank - 1;
        (Dim rows, Dim columns) = (matrix.Shape[last - 1], matrix.Shape[last]);
        return Checked(order) switch
        {
            Columns => Views.Reshape(Views.MoveAxis(Views.Reshape(matrix, With(matrix, columns, rows)), last, last - 1), x.Shape),
            ColumnGroups => Views.Reshape(
                Views.MoveAxis(Views.Reshape(matrix, With(matrix, Groups(matrix, columns), rows, Group)), last - 1, last), x.Shape),
            _ => x,
        };
    }

    /// <summary>Elements of a tensor [… , R, C] in the given order, under the same shape.</summary>
    public static Value FromRows(Value x, long order)
    {
        Value matrix = AtLeastMatrix(x);
        int last = matrix.Rank - 1;
        (Dim rows, Dim columns) = (matrix.Shape[last - 1], matrix.Shape[last]);
        return Checked(order) switch
        {
            Columns => Views.Reshape(Views.MoveAxis(matrix, last, last - 1), x.Shape),
            ColumnGroups => Views.Reshape(
                Views.MoveAxis(Views.Reshape(matrix, With(matrix, rows, Groups(matrix, columns), Group)), last, last - 1), x.Shape),
            _ => x,
        };
    }

    static long Checked(long order) => order switch
    {
        Columns or Rows or ColumnGroups => order,
        3 or 4 => throw new ModelException($"Matrices in the order {order} lie in tiles of a device, for whose places there is no document."),
        _ => throw new ModelException(DiagnosticCode.InvalidAttribute, $"The order {order} of a matrix is unknown."),
    };

    static Value AtLeastMatrix(Value x) => x.Rank >= 2 ? x : Views.Reshape(x, Dim.One, x.Shape.Elements);

    static Dim Groups(Value matrix, Dim columns)
    {
        matrix.Scope.Require(columns % Group, Dim.Zero, "Columns in groups must be a multiple of 32", matrix);
        return columns / Group;
    }

    static Shape With(Value matrix, params Dim[] dims) => new(matrix.Shape.Take(matrix.Rank - 2).Concat(dims));
}
