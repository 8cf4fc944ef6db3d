using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints a scalar expression as C# on single elements of any type. Parts that are used more than once, and long ones, become
/// locals.</summary>
internal sealed class ScalarPrinter
{
    const int MaximumLength = 80;

    readonly Dictionary<ScalarExpr, string> texts = new();
    readonly Func<ScalarExpr, string> leaf;

    ScalarPrinter(Func<ScalarExpr, string> leaf) => this.leaf = leaf;

    /// <summary>Writes the locals and gives the text of the expression.</summary>
    /// <param name="leaf">The text of inputs, sizes and coordinates.</param>
    public static string Print(ScalarExpr expression, Func<ScalarExpr, string> leaf, CSharpWriter writer)
    {
        var printer = new ScalarPrinter(leaf);
        IReadOnlyList<ScalarExpr> nodes = expression.Nodes();
        var uses = nodes.SelectMany(n => n.Arguments).GroupBy(n => n).ToDictionary(g => g.Key, g => g.Count());
        foreach (ScalarExpr node in nodes)
        {
            string text = printer.Text(node);
            bool isShared = node is ScalarApply or ScalarInput && uses.TryGetValue(node, out int count) && count > 1;
            bool isLong = node is ScalarApply && text.Length > MaximumLength && !ReferenceEquals(node, expression);
            if (isShared || isLong)
            {
                string local = "t" + printer.texts.Count.ToString(CultureInfo.InvariantCulture);
                writer.Line($"{node.Type.CSharpName()} {local} = {Parentheses.Unwrap(text)};");
                text = local;
            }
            printer.texts.Add(node, text);
        }
        return printer.texts[expression];
    }

    public static string Literal(ScalarLiteral literal) => Literal(literal.Value, literal.Type);

    /// <summary>An element as a C# literal of its type.</summary>
    public static string Literal(object value, ElementType type) => value switch
    {
        string text => Literals.String(text),
        Complex number => type == ElementType.Complex64
            ? $"new {type.CSharpName()}({Literals.Single((float)number.Real)}, {Literals.Single((float)number.Imaginary)})"
            : $"new {type.CSharpName()}({Literals.Double(number.Real)}, {Literals.Double(number.Imaginary)})",
        double number => type switch
        {
            ElementType.Float => Literals.Single((float)number),
            ElementType.Double => Literals.Double(number),
            _ => $"({type.CSharpName()})({Literals.Single((float)number)})",
        },
        _ => type switch
        {
            ElementType.Bool => Literals.Boolean((long)value != 0),
            ElementType.Int64 => Literals.Int64((long)value),
            ElementType.UInt64 => Literals.UInt64(unchecked((ulong)(long)value)),
            ElementType.Int32 when (long)value == int.MinValue => "int.MinValue",
            ElementType.Int32 => Literals.Int32((int)(long)value),
            ElementType.UInt32 => ((long)value).ToString(CultureInfo.InvariantCulture) + "u",
            _ => $"({type.CSharpName()})({((long)value).ToString(CultureInfo.InvariantCulture)})",
        },
    };

    string Text(ScalarExpr node) => node switch
    {
        ScalarLiteral literal => Literal(literal),
        ScalarApply apply => Apply(apply, apply.Arguments.Select(a => texts[a]).ToArray()),
        _ => leaf(node),
    };

    static string Apply(ScalarApply apply, string[] a)
    {
        ElementType operand = apply.Arguments[0].Type;
        switch (apply.Operation)
        {
            case ScalarOperation.Select: return $"({a[0]} ? {a[1]} : {a[2]})";
            case ScalarOperation.Cast: return ScalarCastPrinter.Print(a[0], operand, apply.Type, saturating: false);
            case ScalarOperation.SaturatingCast: return ScalarCastPrinter.Print(a[0], operand, apply.Type, saturating: true);
            case ScalarOperation.BitCast: return ScalarCastPrinter.BitCast(a[0], operand, apply.Type);
            case ScalarOperation.Equal: return $"({a[0]} == {a[1]})";
            case ScalarOperation.Less: return Order(a, "<", "&", operand);
            case ScalarOperation.LessOrEqual: return Order(a, "<=", "|", operand);
        }
        string text = operand == ElementType.Bool ? Logic(apply.Operation, a)
            : operand == ElementType.String ? Text(apply.Operation, a)
            : operand.IsFloating() ? Floating(apply.Operation, a, operand)
            : Integer(apply.Operation, a, operand);
        bool isNarrow = operand.Bits() < 32 && operand != ElementType.Bool && operand != ElementType.String && apply.Type == operand;
        return isNarrow ? ScalarCastPrinter.Narrow(text, operand) : text;
    }

    static string Order(string[] a, string sign, string logic, ElementType operand) => operand switch
    {
        ElementType.Bool => $"(!{a[0]} {logic} {a[1]})",
        ElementType.String => $"(string.CompareOrdinal({a[0]}, {a[1]}) {sign} 0)",
        _ => $"({a[0]} {sign} {a[1]})",
    };

    static string Logic(ScalarOperation operation, string[] a) => operation switch
    {
        ScalarOperation.And or ScalarOperation.Multiply or ScalarOperation.Minimum => $"({a[0]} & {a[1]})",
        ScalarOperation.Or or ScalarOperation.Add or ScalarOperation.Maximum => $"({a[0]} | {a[1]})",
        ScalarOperation.ExclusiveOr => $"({a[0]} ^ {a[1]})",
        ScalarOperation.Not => $"!{a[0]}",
        _ => throw NotDefined(operation, ElementType.Bool),
    };

    static string Text(ScalarOperation operation, string[] a) => operation switch
    {
        ScalarOperation.Concatenate => $"({a[0]} + {a[1]})",
        _ => throw NotDefined(operation, ElementType.String),
    };

    static string Integer(ScalarOperation operation, string[] a, ElementType type) => operation switch
    {
        ScalarOperation.Add => $"({a[0]} + {a[1]})",
        ScalarOperation.Subtract => $"({a[0]} - {a[1]})",
        ScalarOperation.Multiply => $"({a[0]} * {a[1]})",
        ScalarOperation.Negate => type is ElementType.UInt32 or ElementType.UInt64 ? $"(0u - {a[0]})" : $"(-{a[0]})",
        ScalarOperation.And => $"({a[0]} & {a[1]})",
        ScalarOperation.Or => $"({a[0]} | {a[1]})",
        ScalarOperation.ExclusiveOr => $"({a[0]} ^ {a[1]})",
        ScalarOperation.Not => $"(~{a[0]})",
        ScalarOperation.Minimum => $"Math.Min({a[0]}, {a[1]})",
        ScalarOperation.Maximum => $"Math.Max({a[0]}, {a[1]})",
        ScalarOperation.Floor or ScalarOperation.Ceiling or ScalarOperation.Truncate or ScalarOperation.Round => a[0],
        ScalarOperation.Divide or ScalarOperation.Modulo or ScalarOperation.Remainder or ScalarOperation.Power
            or ScalarOperation.Absolute or ScalarOperation.Sign => $"{RuntimeNames.OnElements[operation]}({string.Join(", ", a)})",
        ScalarOperation.ShiftLeft or ScalarOperation.ShiftRight => $"{RuntimeNames.OnElements[operation]}({a[0]}, (long){a[1]})",
        ScalarOperation.IsNaN or ScalarOperation.IsInfinite => "false",
        _ => throw NotDefined(operation, type),
    };

    static string Floating(ScalarOperation operation, string[] a, ElementType type)
    {
        // Floating types below 32 bits are computed in float; the caller rounds the result.
        string[] x = type.Bits() >= 32 ? a : a.Select(text => $"(float){text}").ToArray();
        string math = type == ElementType.Double ? "Math" : "MathF";
        string bits = type == ElementType.Double ? "double" : "float";
        return operation switch
        {
            ScalarOperation.Add => $"({x[0]} + {x[1]})",
            ScalarOperation.Subtract => $"({x[0]} - {x[1]})",
            ScalarOperation.Multiply => $"({x[0]} * {x[1]})",
            ScalarOperation.Divide => $"({x[0]} / {x[1]})",
            ScalarOperation.Remainder => $"({x[0]} % {x[1]})",
            ScalarOperation.Negate => $"(-{x[0]})",
            ScalarOperation.Minimum => $"{math}.Min({x[0]}, {x[1]})",
            ScalarOperation.Maximum => $"{math}.Max({x[0]}, {x[1]})",
            ScalarOperation.Absolute => $"{math}.Abs({x[0]})",
            ScalarOperation.Floor => $"{math}.Floor({x[0]})",
            ScalarOperation.Ceiling => $"{math}.Ceiling({x[0]})",
            ScalarOperation.Truncate => $"{math}.Truncate({x[0]})",
            ScalarOperation.Round => $"{math}.Round({x[0]})",
            ScalarOperation.SquareRoot => $"{math}.Sqrt({x[0]})",
            ScalarOperation.Exponential => $"{math}.Exp({x[0]})",
            ScalarOperation.Logarithm => $"{math}.Log({x[0]})",
            ScalarOperation.Sine => $"{math}.Sin({x[0]})",
            ScalarOperation.Cosine => $"{math}.Cos({x[0]})",
            ScalarOperation.Tangent => $"{math}.Tan({x[0]})",
            ScalarOperation.ArcSine => $"{math}.Asin({x[0]})",
            ScalarOperation.ArcCosine => $"{math}.Acos({x[0]})",
            ScalarOperation.ArcTangent => $"{math}.Atan({x[0]})",
            ScalarOperation.HyperbolicSine => $"{math}.Sinh({x[0]})",
            ScalarOperation.HyperbolicCosine => $"{math}.Cosh({x[0]})",
            ScalarOperation.HyperbolicTangent => $"{math}.Tanh({x[0]})",
            ScalarOperation.ArcHyperbolicSine => $"{math}.Asinh({x[0]})",
            ScalarOperation.ArcHyperbolicCosine => $"{math}.Acosh({x[0]})",
            ScalarOperation.ArcHyperbolicTangent => $"{math}.Atanh({x[0]})",
            ScalarOperation.IsNaN => $"{bits}.IsNaN({x[0]})",
            ScalarOperation.IsInfinite => $"{bits}.IsInfinity({x[0]})",
            ScalarOperation.Power => $"{math}.Pow({x[0]}, {x[1]})",
            ScalarOperation.Modulo or ScalarOperation.Sign or ScalarOperation.ExponentialMinusOne or ScalarOperation.LogarithmOnePlus
                or ScalarOperation.ErrorFunction or ScalarOperation.InverseErrorFunction or ScalarOperation.Sigmoid =>
                $"{RuntimeNames.OnElements[operation]}({string.Join(", ", x)})",
            _ => throw NotDefined(operation, type),
        };
    }

    static Import.ModelException NotDefined(ScalarOperation operation, ElementType type) =>
        new($"{operation} is not defined on {type.OnnxName()}.");
}
