using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace OnnxCodegen.Benchmarks;

/// <summary>The text of a class that calls a model's typed method on tensors kept in fields, as a user's code would.</summary>
internal static class CallSource
{
    /// <summary>The class takes the inputs (arrays or tensors, in order) and the lengths of the outputs; <c>Invoke</c> runs the model once.</summary>
    public static string Of(Type model)
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
            string element = parameter.ParameterType.IsGenericType ? $"global::{parameter.ParameterType.GetGenericArguments()[0].FullName}" : $"global::{parameter.ParameterType.FullName}";
            bool input = parameter.Position < inputs;
            string field = parameter.ParameterType.Name.StartsWith("ReadOnlyTensorSpan", StringComparison.Ordinal)
                ? $"global::System.Numerics.Tensors.Tensor<{element}>"
                : parameter.ParameterType.IsGenericType ? element + "[]" : element;
            fields.Add($"readonly {field} {name} = {(input ? $"({field})inputs[{parameter.Position}]" : $"new {element}[lengths[{destinations++}]]")};");
            arguments.Add(name);
        }
        string call = $"global::Benchmark.Model.{method.Name}({string.Join(", ", arguments)});";
        string invoke = method == allocating ? "result = " + call : call;
        return $$"""
            public sealed class Call(object[] inputs, int[] lengths) : global::OnnxCodegen.Benchmarks.ICall
            {
                {{string.Join("\n    ", fields)}}
                object result;
                public void Invoke() { {{invoke}} }
            }
            """;
    }
}
