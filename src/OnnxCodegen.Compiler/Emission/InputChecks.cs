using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Writes how arguments become inputs, and the checks that they have the shapes that the model declares.</summary>
internal static class InputChecks
{
    const string InputShape = CSharpTypes.Runtime + "InputShape.";

    /// <summary>Declares the number of rows of an input of whole rows.</summary>
    public static void DeclareRows(CSharpWriter writer, SurfaceInput input)
    {
        if (input.Form is not (ValueForm.Rows or ValueForm.Fixed))
            return;
        Shape shape = ((TensorType)input.Type).Shape;
        string given = $"{Literals.String(input.Name)}, {input.Identifier}.Length";
        writer.Line(input.Form == ValueForm.Rows
            ? $"nint {input.Rows} = {InputShape}Rows({given}, {Dim.Product(shape.Skip(1))}, {ShapeText(shape)});"
            : $"{InputShape}Count({given}, {shape.Elements}, {ShapeText(shape)});");
    }

    /// <summary>The argument of the forward pass for an argument of <c>Predict</c>.</summary>
    public static string Argument(SurfaceInput input)
    {
        if (input.Type is not TensorType { Element: var element, Shape: var shape })
            return input.Identifier;
        string type = $"{CSharpTypes.Runtime}Input<{CSharpTypes.Element(element)}>";
        return input.Form switch
        {
            ValueForm.Scalar => $"new {type}(new global::System.ReadOnlySpan<{CSharpTypes.Element(element)}>(in {input.Identifier}), [])",
            ValueForm.Fixed => $"new {type}({input.Identifier}, [{string.Join(", ", shape)}])",
            ValueForm.Rows => $"new {type}({input.Identifier}, [{string.Join(", ", shape.Skip(1).Select(d => d.ToString()).Prepend(input.Rows))}])",
            _ => ShapedArgument(input.Identifier, element),
        };
    }

    /// <summary>The argument of the forward pass for a tensor that carries its shape.</summary>
    public static string ShapedArgument(string identifier, ElementType element)
    {
        string type = CSharpTypes.Element(element);
        return $"new {CSharpTypes.Runtime}Input<{type}>({InputShape}Elements<{type}>({identifier}), {identifier}.Lengths)";
    }

    /// <summary>Writes the method that checks ranks, fixed lengths and lengths that share a name, and then runs the forward pass.</summary>
    public static void EmitInvoke(CSharpWriter writer, SurfaceModel model)
    {
        writer.Line();
        using (writer.Block($"private static void Invoke({ForwardCall.Parameters(model)})"))
        {
            var bound = new HashSet<Symbol>();
            foreach (SurfaceInput input in model.Inputs.Where(input => input.Type is TensorType))
                EmitChecks(writer, model, input, ((TensorType)input.Type).Shape, bound);
            writer.Line($"Run({ForwardCall.Arguments(model)});");
        }
    }

    static void EmitChecks(CSharpWriter writer, SurfaceModel model, SurfaceInput input, Shape shape, HashSet<Symbol> bound)
    {
        string name = Literals.String(input.Name);
        string lengths = input.Identifier + ".Lengths";
        writer.Line($"{InputShape}Rank({name}, {lengths}, {shape.Rank}, {ShapeText(shape)});");
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            Symbol? symbol = shape[axis].Symbols.Count > 0 ? shape[axis].Symbols[0] : null;
            if (symbol is not null && bound.Add(symbol))
            {
                if (IsSharedLater(model, symbol))
                    writer.Line($"nint {model.Symbols[symbol]} = {lengths}[{axis}];");
            }
            else
            {
                string expected = symbol is null ? shape[axis].ToString() : model.Symbols[symbol];
                writer.Line($"{InputShape}Axis({name}, {lengths}, {axis}, {expected}, {ShapeText(shape)});");
            }
        }
    }

    static bool IsSharedLater(SurfaceModel model, Symbol symbol) =>
        model.Inputs.Where(input => input.Type is TensorType).SelectMany(input => input.Type.Symbols).Count(other => other == symbol) > 1;

    static string ShapeText(Shape shape) => Literals.String(shape.ToString());
}
