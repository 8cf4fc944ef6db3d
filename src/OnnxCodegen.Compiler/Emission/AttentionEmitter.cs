using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OnnxCodegen.Compiler.Planning;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints attention.</summary>
internal static class AttentionEmitter
{
    const int MaximumBatchAxes = 3;

    public static void Emit(AttentionCall call, ForwardWriter forward)
    {
        int batches = call.Batch.Rank;
        string[] operands = call.Operands
            .Select(o => ContractionEmitter.Operand(forward, o, o.Strides[batches], o.Strides.Take(batches).ToArray())).ToArray();
        string[] tensors = new[] { call.Q, call.Keys, call.Values, call.Result }.Select(forward.Slice).ToArray();
        forward.Body.Line(
            $"{RuntimeNames.Attention}<{ContractionEmitter.StructName(call.Score, forward)}>(workers, {Shape(call, forward)}, {string.Join(", ", tensors)}, "
            + $"hiddenIsZero: {Literals.Boolean(call.HiddenIsZero)}{ContractionEmitter.Tail(operands, ContractionEmitter.Sizes(call.Sizes, forward))});");
    }

    static string Shape(AttentionCall call, ForwardWriter forward)
    {
        int batches = call.Batch.Rank;
        var members = new List<string>();
        Set("Q", call.Q, call.Size);
        Set("Key", call.Keys, call.Size);
        Set("V", call.Values, call.Columns);
        SetOne("YRow", call.Result.Strides[batches], call.Columns);
        for (int i = 0; i < batches; i++)
        {
            Dim[] axis = { call.Batch[i], call.Q.Strides[i], call.Keys.Strides[i], call.Values.Strides[i], call.Result.Strides[i] };
            int position = i + MaximumBatchAxes - batches;
            members.Add($"Batch{position.ToString(CultureInfo.InvariantCulture)} = new({string.Join(", ", axis.Select(forward.Dims.Int))})");
        }
        string lengths = string.Join(", ", new[] { call.Queries, call.KeyCount, call.Size, call.Columns }.Select(forward.Dims.Int));
        return $"new {RuntimeNames.AttentionShape}({lengths})" + (members.Count > 0 ? $" {{ {string.Join(", ", members)} }}" : string.Empty);

        void Set(string name, Access access, Dim row)
        {
            SetOne(name + "Row", access.Strides[batches], row);
            SetOne(name + "Column", access.Strides[batches + 1], 1);
        }

        void SetOne(string name, Dim dim, Dim standard)
        {
            if (dim != standard)
                members.Add($"{name} = {forward.Dims.Int(dim)}");
        }
    }
}
