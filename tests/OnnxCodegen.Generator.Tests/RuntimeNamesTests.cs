using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Emission;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Planning;
using OnnxCodegen.Compiler.Scalars;
using Xunit;

namespace OnnxCodegen.Generator.Tests;

/// <summary>The compiler knows the runtime by names alone.</summary>
public sealed class RuntimeNamesTests
{
    const string Usings =
        "using System; using System.Runtime.CompilerServices; using System.Runtime.Intrinsics; using OnnxCodegen; using OnnxCodegen.Kernels; using OnnxCodegen.Simd;\n";

    static readonly ScalarOperation[] Conversions = [ScalarOperation.Cast, ScalarOperation.SaturatingCast, ScalarOperation.BitCast];

    public static TheoryData<string> Names => [.. typeof(RuntimeNames).GetFields().Select(constant => (string)constant.GetRawConstantValue()!)
        .Concat(RuntimeNames.Folds.Values).Concat(RuntimeNames.Cumulating.Values).Concat(RuntimeNames.OnElements.Values).Concat(RuntimeNames.OnLanes.Values)
        .Concat(RuntimeNames.Saturating.Values).Concat(RuntimeNames.Wrapping.Values)];

    /// <summary>The types that the runtime has for elements.</summary>
    static ElementType[] ElementTypes => [.. Enum.GetValues<ElementType>().Where(type => type is not (ElementType.Undefined or ElementType.Complex64 or ElementType.Complex128)
        && !(type.IsFloating() && type.Bits() <= 8))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_kernel_is_public(string name)
    {
        string[] parts = name.Split('.');
        Type[] types = [.. typeof(Kernels.Elementwise).Assembly.GetExportedTypes().Where(type => type.Name.Split('`')[0] == parts[0])];

        Assert.NotEmpty(types);
        if (parts.Length > 1)
            Assert.Contains(types, type => type.GetMethods(BindingFlags.Public | BindingFlags.Static).Any(method => method.Name == parts[1]));
    }

    [Theory]
    [InlineData(ImagingNames.Measure)]
    [InlineData(ImagingNames.Decode)]
    public void Every_imaging_function_is_public(string name)
    {
        string method = name[(name.LastIndexOf('.') + 1)..];
        Assert.Equal($"global::{typeof(Imaging.ImageDecoder).FullName}.{method}", name);
        Assert.NotNull(typeof(Imaging.ImageDecoder).GetMethod(method));
    }

    [Fact]
    public void Every_operation_on_elements_compiles()
    {
        var expressions = new List<ScalarExpr>();
        foreach (ElementType type in ElementTypes)
        {
            expressions.AddRange(Enum.GetValues<ScalarOperation>().Except(Conversions).Select(operation => Defined(operation, type)).OfType<ScalarExpr>());
            foreach (ElementType to in ElementTypes)
                expressions.AddRange([ScalarExpr.Cast(ScalarExpr.Input(0, type), to), ScalarExpr.SaturatingCast(ScalarExpr.Input(0, type), to)]);
        }
        AssertCompiles([.. expressions.Select(Method).OfType<string>()]);
    }

    [Fact]
    public void Every_operation_on_vectors_compiles()
    {
        ScalarOperation[] onIntegers = [ScalarOperation.And, ScalarOperation.Or, ScalarOperation.ExclusiveOr, ScalarOperation.Not, ScalarOperation.ShiftLeft, ScalarOperation.ShiftRight];
        ScalarOperation[] onTexts = [ScalarOperation.Concatenate];
        AssertCompiles([.. Enum.GetValues<ScalarOperation>().Except(Conversions).Except(onIntegers).Except(onTexts)
            .Select(operation => Apply(operation, ElementType.Float))
            .Select(value => value.Type == ElementType.Bool ? ScalarExpr.Select(value, ScalarExpr.Input(0, ElementType.Float), ScalarExpr.Input(1, ElementType.Float)) : value)
            .Select((value, i) => LanePrinter.Struct("Map" + i, new MapStruct(value, [false, true])))]);
    }

    /// <summary>The operation on elements of a type; null where it is not defined.</summary>
    static ScalarExpr? Defined(ScalarOperation operation, ElementType type)
    {
        try
        {
            return Apply(operation, type);
        }
        catch (ModelException)
        {
            return null;
        }
    }

    static ScalarExpr Apply(ScalarOperation operation, ElementType type)
    {
        ScalarExpr a = ScalarExpr.Input(0, type), b = ScalarExpr.Input(1, type), c = ScalarExpr.Input(2, type);
        return operation switch
        {
            ScalarOperation.Select => ScalarExpr.Select(ScalarExpr.Apply(ScalarOperation.Equal, a, b), b, c),
            ScalarOperation.Add or ScalarOperation.Subtract or ScalarOperation.Multiply or ScalarOperation.Divide or ScalarOperation.Modulo
                or ScalarOperation.Remainder or ScalarOperation.Power or ScalarOperation.Minimum or ScalarOperation.Maximum or ScalarOperation.And
                or ScalarOperation.Or or ScalarOperation.ExclusiveOr or ScalarOperation.ShiftLeft or ScalarOperation.ShiftRight or ScalarOperation.Equal
                or ScalarOperation.Less or ScalarOperation.LessOrEqual or ScalarOperation.Concatenate => ScalarExpr.Apply(operation, a, b),
            _ => ScalarExpr.Apply(operation, a),
        };
    }

    /// <summary>A method that computes the expression; null where it is not defined on the type.</summary>
    static string? Method(ScalarExpr expression, int number)
    {
        var writer = new CSharpWriter();
        string type = expression.Nodes().OfType<ScalarInput>().First().Type.CSharpName();
        try
        {
            using (writer.Block($"static {expression.Type.CSharpName()} Function{number}({type} x0, {type} x1, {type} x2)"))
            using (writer.Block("unchecked"))
                writer.Line($"return {ScalarPrinter.Print(expression, leaf => "x" + ((ScalarInput)leaf).Position, writer)};");
        }
        catch (ModelException)
        {
            return null;
        }
        return writer.ToString();
    }

    static void AssertCompiles(string[] members)
    {
        var source = new StringBuilder(Usings).Append("static class Functions {\n").AppendJoin('\n', members).Append('}');
        Assert.DoesNotContain(new GeneratorHost().Compile(source.ToString()).GetDiagnostics(), problem => problem.Severity == DiagnosticSeverity.Error);
    }
}
