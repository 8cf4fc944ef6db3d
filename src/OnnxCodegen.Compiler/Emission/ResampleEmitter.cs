using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OnnxCodegen.Compiler.Planning;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints resamplings.</summary>
internal static class ResampleEmitter
{
    public static void Emit(ResampleCall call, ForwardWriter forward) => forward.Body.Line(
        $"{RuntimeNames.Resample}(workers, {Shape(call, forward)}, {forward.Slice(call.Source)}, {forward.Slice(call.Places)}, "
        + $"{forward.Slice(call.Weights)}, {forward.Slice(call.Result)});");

    static string Shape(ResampleCall call, ForwardWriter forward)
    {
        var members = new List<string>();
        for (int axis = 0; axis < call.Outer.Count; axis++)
        {
            string name = "Outer" + axis.ToString(CultureInfo.InvariantCulture);
            Set(name, call.Outer[axis], 1);
            Set("X" + name, call.Source.Strides[axis], 0);
            Set("Y" + name, call.Result.Strides[axis], 0);
        }
        Set("XPlace", call.Source.Strides[call.Outer.Count], call.Columns);
        Set("YPlace", call.Result.Strides[call.Outer.Count], call.Columns);
        string lengths = string.Join(", ", new[] { call.Taps, call.Length, call.Results, call.Columns }.Select(forward.Dims.Int));
        return $"new {RuntimeNames.ResampleShape}({lengths})" + (members.Count > 0 ? $" {{ {string.Join(", ", members)} }}" : string.Empty);

        void Set(string name, Dim dim, Dim standard)
        {
            if (dim != standard)
                members.Add($"{name} = {forward.Dims.Int(dim)}");
        }
    }
}
