using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Planning;
using Buffer = OnnxCodegen.Compiler.Planning.Buffer;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints loops over bands of rows: a call with the method that does the steps on a band.</summary>
internal static class BandEmitter
{
    public static void Emit(BandCall call, Plan plan, ForwardWriter forward)
    {
        string method = forward.UniqueMember(ForwardWriter.Stem(call.Provenance) + "Bands");
        forward.AddMethod(forward.Write(() => Method(method, call, plan, forward)));
        string steps = string.Join(", ", call.Steps.Select((step, i) => Step(step, i == 0 ? null : call.Links[i - 1], forward)));
        string source = Operand(call.Steps[0].Source, call.Steps[0].Stride, forward);
        string operands = string.Concat(call.Operands.Skip(1).Select(operand => ", " + Operand(operand, 1, forward)));
        forward.Body.Line(
            $"{RuntimeNames.Bands}(workers, {forward.Dims.Int(call.Images)}, {forward.Dims.Int(call.Rows)}, [{steps}], {method}, {forward.Slice(call.Result)}, "
            + $"{forward.Dims.Int(BandStep.ImageStride(call.Result))}, {forward.Dims.Int(BandStep.RowStride(call.Result))}, {source}{operands});");
    }

    static string Step(BandStep step, BandLink? link, ForwardWriter forward)
    {
        var members = new List<string>();
        if (link is not null)
        {
            Set("Stride", step.Stride, 1);
            Set("Window", step.Window, 1);
            Set("Above", link.Above, 0);
            Set("Length", link.Length, 0);
            Set("Left", link.Left, 0);
            Set("Width", link.Width, 0);
            if (link.Border is { } border && ScalarPrinter.Literal(border) is var value and not "0f")
                members.Add("Border = " + value);
        }
        return $"new {RuntimeNames.BandStep}({forward.Dims.Int(step.Rows)})" + (members.Count > 0 ? $" {{ {string.Join(", ", members)} }}" : string.Empty);

        void Set(string name, long number, long standard)
        {
            if (number != standard)
                members.Add($"{name} = {forward.Dims.Int(number)}");
        }
    }

    /// <summary>Memory that a step reads, with its strides from row to row of the step's result and from image to image.</summary>
    static string Operand(Access access, long rows, ForwardWriter forward) => ContractionEmitter.Operand(
        forward, access, rows * BandStep.RowStride(access), [BandStep.ImageStride(access), Dim.Zero, Dim.Zero]);

    /// <summary>Writes the method that does the steps on a band.</summary>
    static void Method(string name, BandCall call, Plan plan, ForwardWriter forward)
    {
        forward.Body.Line("/// <summary>The steps on a band of rows: each reads what the one before it wrote while it is in the cache.</summary>");
        using (forward.Body.Block($"static void {name}(in {RuntimeNames.Band} band)"))
        using (forward.Body.Block("unchecked"))
        {
            forward.Body.Line("Workers workers = band.Workers;");
            int operands = 1;
            for (int i = 0; i < call.Steps.Count; i++)
            {
                BandStep step = call.Steps[i];
                Access source = Within(step.Source, i == 0 ? "band.Operand(0, 0)" : $"band.Source({Literals.Int32(i)})");
                Access result = Within(step.Result, $"band.Result({Literals.Int32(i)})");
                Access[] given = step.Operands
                    .Select(o => BandStep.IsMember(o.Buffer) ? o : Within(o, $"band.Operand({Literals.Int32(operands++)}, {Literals.Int32(i)})")).ToArray();
                forward.Body.Line();
                forward.Comment(step.Call);
                forward.Sizes.Print($"band.Rows({Literals.Int32(i)})", rows =>
                    CallEmitter.Emit(BandStep.OnBand(step.Call, rows, source, result, given), plan, forward));
            }
        }
    }

    /// <summary>The rows of an access that belong to a band.</summary>
    static Access Within(Access access, string span) => new(
        new Buffer(access.Buffer.Id, span, access.Buffer.Type, access.Buffer.Length, Storage.Arena),
        Dim.Zero, [Dim.Zero, Dim.Zero, BandStep.RowStride(access), BandStep.PixelStride(access)]);
}
