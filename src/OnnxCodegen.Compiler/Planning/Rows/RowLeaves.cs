using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>The leaves of functions while the steps of a row loop are made: any number of statistics, operands, sizes, and what the memory
/// of the result holds, which changes.</summary>
internal sealed class RowLeaves
{
    const int FirstOperand = 1 << 10;
    const int FirstSize = 2 << 10;
    const int FirstResult = 3 << 10;

    readonly List<Value> operands = new();
    readonly List<Dim> sizes = new();
    readonly Dictionary<int, RowStep> definitions = new();
    int statistics;
    int stored;

    public IReadOnlyList<Value> Operands => operands;

    public IReadOnlyList<Dim> Sizes => sizes;

    /// <summary>Whether there are slots for all operands and sizes.</summary>
    public bool Fit => operands.Count + sizes.Count <= RowSlots.Operands;

    /// <summary>What the memory of the result holds now.</summary>
    public ScalarInput Result => Leaf(FirstResult + stored);

    public static bool IsStatistic(int position) => position < FirstOperand;

    public static bool IsSize(int position) => position is >= FirstSize and < FirstResult;

    public ScalarInput NewStatistic() => Leaf(statistics++);

    /// <summary>The memory of the result holds something else from now on.</summary>
    public ScalarInput NewResult()
    {
        stored++;
        return Result;
    }

    public ScalarInput Operand(Value value) => Leaf(FirstOperand + Place(operands, value));

    public ScalarInput Size(Dim dim) => Leaf(FirstSize + Place(sizes, dim));

    /// <summary>Whether what a function reads of the result's memory is still there.</summary>
    public bool AreCurrent(ScalarExpr function) =>
        RowSlots.Of(function).All(position => position < FirstResult || position == FirstResult + stored);

    /// <summary>Notes what a statistic is.</summary>
    public RowStep Define(RowStep step)
    {
        definitions[step.Into] = step;
        return step;
    }

    /// <summary>The step that gives a leaf; null where it is no statistic.</summary>
    public RowStep? Definition(ScalarExpr leaf) =>
        leaf is ScalarInput { Position: var position } && definitions.TryGetValue(position, out RowStep? step) ? step : null;

    /// <summary>The slot of a leaf.</summary>
    /// <param name="statisticSlots">The slots of the statistics.</param>
    public int Slot(int position, IReadOnlyDictionary<int, int> statisticSlots) =>
        position >= FirstResult ? RowSlots.Result
        : position >= FirstSize ? RowSlots.Statistics + operands.Count + position - FirstSize
        : position >= FirstOperand ? RowSlots.Statistics + position - FirstOperand
        : statisticSlots[position];

    static int Place<T>(List<T> list, T item)
    {
        int place = list.IndexOf(item);
        if (place < 0)
        {
            place = list.Count;
            list.Add(item);
        }
        return place;
    }

    static ScalarInput Leaf(int position) => (ScalarInput)ScalarExpr.Input(position, ElementType.Float);
}
