using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;

namespace OnnxCodegen.Benchmarks;

/// <summary>The text of classes that call a model's typed method on tensors kept in fields, as a user's code would.</summary>
internal static class CallSource
{
    /// <summary>A class that takes the inputs (arrays or tensors, in order) and the lengths of the outputs; <c>Invoke</c> runs the model once.</summary>
    public static string Of(Type model) => Class(
        model,
        "public sealed class Call(object[] inputs, int[] lengths) : global::OnnxCodegen.Benchmarks.ICall",
        (parameter, field) => $"({field})inputs[{parameter}]",
        output => $"lengths[{output}]");

    /// <summary>A class without parameters, whose inputs are zeros and empty strings.</summary>
    public static string Alone(Type model, IReadOnlyList<Dense> inputs, IReadOnlyList<int> lengths) => Class(
        model,
        "public sealed class Call",
        (parameter, field) => Zeros(inputs[parameter], field),
        output => lengths[output].ToString(CultureInfo.InvariantCulture));

    static string Class(Type model, string header, Func<int, string, string> input, Func<int, string> length)
    {
        MethodInfo[] methods = [.. model.GetMethods(BindingFlags.Public | BindingFlags.Static)];
        MethodInfo allocating = methods.First(m => m.Name == "Predict" && m.ReturnType != typeof(void));
        int inputs = allocating.GetParameters().Length;
        MethodInfo method = methods.FirstOrDefault(m => m.Name is "Predict" or "TryPredict" && m.GetParameters().Length > inputs) ?? allocating;
        var fields = new List<string>();
        var arguments = new List<string>();
        int destinations = 0;
        foreach (ParameterInfo parameter in method.GetParameters())
        {
            string name = "p" + parameter.Position;
            if (parameter.IsOut)
            {
                arguments.Add("out _");
                continue;
            }
            Type type = parameter.ParameterType;
            string element = $"global::{(type.IsGenericType ? type.GetGenericArguments()[0] : type).FullName}";
            string field = type.Name.StartsWith("ReadOnlyTensorSpan", StringComparison.Ordinal)
                ? $"global::System.Numerics.Tensors.Tensor<{element}>"
                : type.IsGenericType ? element + "[]" : element;
            string value = parameter.Position < inputs ? input(parameter.Position, field) : $"new {element}[{length(destinations++)}]";
            fields.Add($"readonly {field} {name} = {value};");
            arguments.Add(name);
        }
        string call = $"global::Benchmark.Model.{method.Name}({string.Join(", ", arguments)});";
        string invoke = method == allocating ? "result = " + call : call;
        return $$"""
            {{header}}
            {
                {{string.Join("\n    ", fields)}}
                object result;
                public void Invoke() { {{invoke}} }
            }
            """;
    }

    static string Zeros(Dense input, string field)
    {
        string element = "global::" + input.ElementType.FullName;
        string array = input.ElementType == typeof(string)
            ? $"global::System.Linq.Enumerable.ToArray(global::System.Linq.Enumerable.Repeat(\"\", {input.Elements.Length}))"
            : $"new {element}[{input.Elements.Length}]";
        if (field.StartsWith("global::System.Numerics.Tensors", StringComparison.Ordinal))
            return $"global::System.Numerics.Tensors.Tensor.Create<{element}>({array}, [{string.Join(", ", input.Dims)}])";
        return field.EndsWith(']') ? array : array + "[0]";
    }
}
