using System.Globalization;
using System.Linq;
using OnnxCodegen.Compiler.Planning;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints the work on weights that is done once.</summary>
internal static class PrepareEmitter
{
    public static void Emit(Plan plan, ForwardWriter forward)
    {
        if (!plan.Prepares)
            return;
        CSharpWriter body = forward.Body;
        KernelCall[] calls = plan.All.SelectMany(p => p.Prepare).ToArray();
        PreparedLayout layout = PreparedLayout.Of(plan);
        body.Line("/// <summary>Prepares the weights now.</summary>");
        body.Line("public static void Warmup() => _ = prepared.Arena;");
        body.Line();
        body.Line("/// <summary>Brings the weights into the form that the kernels want, once.</summary>");
        using (body.Block("static void Prepare(Arena arena, Workers workers)"))
        using (body.Block("unchecked"))
        {
            var sections = new Sections(
                calls, buffer => Place(buffer, layout), ArenaEmitter.Parameters, forward, step => CallEmitter.Emit(calls[step], plan, forward));
            sections.Emit();
        }
    }

    static string? Place(Buffer buffer, PreparedLayout layout) =>
        buffer.Storage == Storage.Prepared ? layout.Offset(buffer).ToString(CultureInfo.InvariantCulture) : null;
}
