using System.Collections.Generic;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>What a row loop does to every line.</summary>
/// <param name="Operands">The values that it reads, in the order of their slots.</param>
/// <param name="Sizes">Sizes, converted to float, in the slots behind them.</param>
/// <param name="Result">The value that it gives.</param>
internal sealed record RowProgram(IReadOnlyList<RowStep> Steps, IReadOnlyList<Value> Operands, IReadOnlyList<Dim> Sizes, Value Result);
