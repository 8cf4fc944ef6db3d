using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OnnxCodegen.Compiler.Planning;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints an elementwise float function as a struct with a method for every lane width.</summary>
internal static class LanePrinter
{
    const int MaximumFormula = 100;

    static readonly int[] Widths = { 0, 128, 256, 512 };

    public static string Struct(string name, MapStruct map)
    {
        var writer = new CSharpWriter();
        using (writer.Block($"readonly struct {name} : {(map.IsLong ? RuntimeNames.LongMap : RuntimeNames.Map)}"))
        {
            foreach (int width in Widths)
                Method(writer, map, width);
        }
        return writer.ToString();
    }

    /// <summary>The function of single elements for people to read.</summary>
    /// <param name="name">The name of an input.</param>
    public static string Formula(ScalarExpr function, Func<int, string> name)
    {
        var texts = new Dictionary<ScalarExpr, string>();
        foreach (ScalarExpr node in function.Nodes())
        {
            texts[node] = node switch
            {
                ScalarInput input => name(input.Position),
                ScalarLiteral literal => LiteralText(literal, 0),
                ScalarApply apply => Apply(apply, apply.Arguments.Select(a => texts[a]).ToArray(), 0),
                _ => node.ToString(),
            };
            if (texts[node].Length > MaximumFormula)
                texts[node] = "…";
        }
        return Parentheses.Unwrap(texts[function]).Replace("VectorMath.", string.Empty).Replace("MathF.", string.Empty);
    }

    static void Method(CSharpWriter writer, MapStruct map, int width)
    {
        string type = width == 0 ? "float" : $"Vector{Number(width)}<float>";
        IReadOnlyList<ScalarExpr> nodes = map.Expression.Nodes();
        var uses = nodes.SelectMany(n => n.Arguments).GroupBy(n => n).ToDictionary(g => g.Key, g => g.Count());
        var texts = new Dictionary<ScalarExpr, string>();
        var locals = new List<string>();
        foreach (ScalarExpr node in nodes)
        {
            string text = Text(node, texts, map, width);
            bool isShared = uses.TryGetValue(node, out int count) && count > 1;
            if (isShared && (node is ScalarApply || (node is ScalarInput { Position: > 0 })))
            {
                string local = "t" + Number(locals.Count);
                locals.Add($"{(width == 0 && node.Type == ElementType.Bool ? "bool" : type)} {local} = {text};");
                text = local;
            }
            texts.Add(node, text);
        }
        string header = $"public static {type} Invoke({type} x, in Operands p, long i)";
        string result = Parentheses.Unwrap(texts[map.Expression]);
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        if (locals.Count == 0)
        {
            writer.Line($"{header} => {result};");
            return;
        }
        using (writer.Block(header))
        {
            foreach (string local in locals)
                writer.Line(local);
            writer.Line($"return {result};");
        }
    }

    static string Text(ScalarExpr node, Dictionary<ScalarExpr, string> texts, MapStruct map, int width) => node switch
    {
        ScalarInput { Position: 0 } => "x",
        ScalarInput input => Operand(input.Position - 1, map.Splats[input.Position - 1], width),
        ScalarLiteral literal => LiteralText(literal, width),
        ScalarApply apply when Gated(apply) is { } argument => $"{RuntimeNames.Silu}({Parentheses.Unwrap(texts[argument])})",
        ScalarApply apply => Apply(apply, apply.Arguments.Select(a => texts[a]).ToArray(), width),
        _ => throw new InvalidOperationException($"{node} has no form in vectors."),
    };

    /// <summary>The x of x · sigmoid(x).</summary>
    static ScalarExpr? Gated(ScalarApply apply) => apply.Operation == ScalarOperation.Multiply
        ? apply.Arguments.Where((x, i) => apply.Arguments[1 - i] is ScalarApply { Operation: ScalarOperation.Sigmoid } sigmoid && sigmoid.Arguments[0].Equals(x)).FirstOrDefault()
        : null;

    static string Operand(int position, bool isSplat, int width)
    {
        string lanes = width == 0 ? string.Empty : Number(width);
        return isSplat ? $"p.Splat{lanes}({Number(position)})" : $"p.Dense{lanes}({Number(position)}, i)";
    }

    static string LiteralText(ScalarLiteral literal, int width)
    {
        if (literal.Type == ElementType.Bool)
        {
            bool isTrue = (long)literal.Value != 0;
            return width == 0 ? Literals.Boolean(isTrue) : $"Vector{Number(width)}<float>.{(isTrue ? "AllBitsSet" : "Zero")}";
        }
        string number = Literals.Single((float)(double)literal.Value);
        return width == 0 ? number : $"Vector{Number(width)}.Create({number})";
    }

    static string Apply(ScalarApply apply, string[] a, int width)
    {
        string vector = "Vector" + Number(width);
        bool isScalar = width == 0;
        return apply.Operation switch
        {
            ScalarOperation.Add => $"({a[0]} + {a[1]})",
            ScalarOperation.Subtract => $"({a[0]} - {a[1]})",
            ScalarOperation.Multiply => $"({a[0]} * {a[1]})",
            ScalarOperation.Divide => $"({a[0]} / {a[1]})",
            ScalarOperation.Negate => $"(-{a[0]})",
            ScalarOperation.And => $"({a[0]} & {a[1]})",
            ScalarOperation.Or => $"({a[0]} | {a[1]})",
            ScalarOperation.ExclusiveOr => $"({a[0]} ^ {a[1]})",
            ScalarOperation.Not => isScalar ? $"(!{a[0]})" : $"(~{a[0]})",
            ScalarOperation.Cast => $"{RuntimeNames.RoundToHalf}({Arguments(a)})",
            ScalarOperation.Equal => isScalar ? $"({a[0]} == {a[1]})" : $"{vector}.Equals({Arguments(a)})",
            ScalarOperation.Less => isScalar ? $"({a[0]} < {a[1]})" : $"{vector}.LessThan({Arguments(a)})",
            ScalarOperation.LessOrEqual => isScalar ? $"({a[0]} <= {a[1]})" : $"{vector}.LessThanOrEqual({Arguments(a)})",
            ScalarOperation.IsNaN => isScalar ? $"float.IsNaN({a[0]})" : $"{vector}.IsNaN({a[0]})",
            ScalarOperation.IsInfinite => isScalar ? $"float.IsInfinity({a[0]})" : $"{vector}.IsInfinity({a[0]})",
            ScalarOperation.Select => isScalar ? $"({a[0]} ? {a[1]} : {a[2]})" : $"{vector}.ConditionalSelect({Arguments(a)})",
            ScalarOperation.Minimum or ScalarOperation.Maximum or ScalarOperation.Absolute or ScalarOperation.Floor or ScalarOperation.Ceiling
                or ScalarOperation.Truncate or ScalarOperation.Round or ScalarOperation.SquareRoot =>
                $"{(isScalar ? "MathF" : vector)}.{MathName(apply.Operation)}({Arguments(a)})",
            _ => $"{RuntimeNames.OnLanes[apply.Operation]}({Arguments(a)})",
        };
    }

    static string Arguments(string[] arguments) => string.Join(", ", arguments.Select(Parentheses.Unwrap));

    static string MathName(ScalarOperation operation) => operation switch
    {
        ScalarOperation.Minimum => "Min",
        ScalarOperation.Maximum => "Max",
        ScalarOperation.Absolute => "Abs",
        ScalarOperation.SquareRoot => "Sqrt",
        _ => operation.ToString(),
    };

    static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
