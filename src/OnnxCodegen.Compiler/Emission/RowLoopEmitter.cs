using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OnnxCodegen.Compiler.Planning;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints row loops: a call with the method that does the steps on a line.</summary>
internal static class RowLoopEmitter
{
    const string Statistics = "st";
    const string Result = "y";

    public static void Emit(RowLoopCall call, ForwardWriter forward)
    {
        IEnumerable<string> operands = call.Operands
            .Select(o => ContractionEmitter.Operand(forward, o, o.Strides[2], new[] { o.Strides[0], o.Strides[1], o.Strides[3] }))
            .Concat(ContractionEmitter.Sizes(call.Sizes, forward));
        forward.Body.Line(
            $"{(call.Function.IsOfColumns ? RuntimeNames.ColumnLoop : RuntimeNames.RowLoop)}(workers, {Shape(call, forward)}, "
            + $"{forward.RowMethod(call.Function, call.Provenance)}, {forward.Slice(call.Result)}, {string.Join(", ", operands)});");
    }

    static string Shape(RowLoopCall call, ForwardWriter forward)
    {
        var members = new List<string>();
        Set("Outer0", call.Lengths[0], 1);
        Set("Outer1", call.Lengths[1], 1);
        Set("Rows", call.Lengths[3], 1);
        Set("YOuter0", call.Result.Strides[0], 0);
        Set("YOuter1", call.Result.Strides[1], 0);
        Set("YLine", call.Result.Strides[2], call.Lengths[2] == Dim.One ? call.Result.Strides[2] : call.Columns);
        Set("YRow", call.Result.Strides[3], 0);
        return $"new {RuntimeNames.RowShape}({forward.Dims.Int(call.Lengths[2])}, {forward.Dims.Int(call.Columns)})"
            + (members.Count > 0 ? $" {{ {string.Join(", ", members)} }}" : string.Empty);

        void Set(string name, Dim dim, Dim standard)
        {
            if (dim != standard)
                members.Add($"{name} = {forward.Dims.Int(dim)}");
        }
    }

    /// <summary>Writes the method of the steps. Behind each step stands what it computes.</summary>
    public static void Method(string name, RowFunction function, ForwardWriter forward)
    {
        string type = function.IsOfColumns ? RuntimeNames.Columns : RuntimeNames.Row;
        string cursor = function.IsOfColumns ? "columns" : "row";
        forward.Body.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (forward.Body.Block($"static void {name}(in {type} {cursor})"))
        {
            int[] slots = function.Steps
                .SelectMany(step => step.Step.Slots.Concat(new[] { step.Primary }).Concat(step.Step.Stores && step.Step.Fold is null ? [] : new[] { step.Step.Into }))
                .Distinct().OrderBy(slot => slot).ToArray();
            forward.Body.Line($"const int {string.Join(", ", slots.Select(slot => $"{Name(slot)} = {Place(slot, type)}"))};");
            foreach (RowCallStep step in function.Steps)
                forward.Body.Line($"{cursor}.{Call(step, forward)}; // {Meaning(step.Step)}");
        }
    }

    static string Call(RowCallStep call, ForwardWriter forward)
    {
        RowStep step = call.Step;
        string map = ContractionEmitter.StructName(call.Map, forward);
        if (step.Fold is { } fold)
            return $"{(step.Stores ? "MapFold" : "Fold")}<{map}, {RuntimeNames.Folds[fold]}>({Name(call.Primary)}, {Name(step.Into)})";
        return step.Stores ? $"Map<{map}>({Name(call.Primary)})" : $"Finish<{map}>({Name(call.Primary)}, {Name(step.Into)})";
    }

    static string Meaning(RowStep step)
    {
        string function = LanePrinter.Formula(step.Function, Name);
        if (step.Fold is not { } fold)
            return $"{(step.Stores ? Result : Name(step.Into))} = {function}";
        return step.Stores
            ? $"{Result} = {function}, {Name(step.Into)} = {RuntimeNames.Folds[fold]}({Result})"
            : $"{Name(step.Into)} = {RuntimeNames.Folds[fold]}({function})";
    }

    static string Name(int slot) =>
        slot == RowSlots.Result ? Result
        : slot < RowSlots.Statistics ? Statistics.Substring(slot, 1)
        : slot == RowSlots.Statistics ? "x"
        : "p" + (slot - RowSlots.Statistics).ToString(CultureInfo.InvariantCulture);

    static string Place(int slot, string type) =>
        slot == RowSlots.Result ? $"{type}.Result"
        : slot < RowSlots.Statistics ? slot.ToString(CultureInfo.InvariantCulture)
        : slot == RowSlots.Statistics ? $"{type}.Operand"
        : $"{type}.Operand + {(slot - RowSlots.Statistics).ToString(CultureInfo.InvariantCulture)}";
}
