using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Text;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler;

/// <summary>Calls the method that lowers a node, with the node's inputs and attributes as arguments.</summary>
/// <param name="subgraph">Makes the graph of an attribute ready to be lowered.</param>
/// <param name="named">The values that are named by now.</param>
internal sealed class OperatorBinder(Scope scope, ModelSource source, Func<OnnxGraph, Subgraph> subgraph, NamedValues named)
{
    /// <summary>Runs the lowering.</summary>
    /// <param name="inputs">The node's inputs; null for one that is not given.</param>
    /// <returns>The results in the operator's order, all that it has.</returns>
    public IReadOnlyList<Value> Lower(OnnxNode node, IReadOnlyList<Value?> inputs)
    {
        OperatorMeaning meaning = OperatorTable.Get(node);
        IReadOnlyList<Value?> operands = meaning.Widens ? inputs.Select(Widen).ToArray() : inputs;
        IReadOnlyList<Value> results = Results(Invoke(meaning.Method, Arguments(meaning, node, operands)));
        return meaning.Widens ? results.Select((result, i) => Narrow(result, TypeOf(i, meaning, inputs))).ToArray() : results;
    }

    /// <summary>The type of a result: that of the input which the operator names for it, or of the first floating input.</summary>
    static ElementType? TypeOf(int result, OperatorMeaning meaning, IReadOnlyList<Value?> inputs)
    {
        IReadOnlyList<string> names = meaning.Method.GetCustomAttribute<TypedAsAttribute>()?.Inputs ?? [];
        string? name = result < names.Count ? names[result] : null;
        int position = meaning.Method.GetParameters().Where(p => p.ParameterType == typeof(Value)).TakeWhile(p => p.Name != name).Count();
        Value? like = name is not null && position < inputs.Count ? inputs[position] : null;
        return (like ?? inputs.FirstOrDefault(i => i?.Type is TensorType { Element: var e } && e.IsFloating()))?.ElementType;
    }

    object?[] Arguments(OperatorMeaning meaning, OnnxNode node, IReadOnlyList<Value?> inputs)
    {
        var used = new HashSet<string>();
        var arguments = new List<object?>();
        int next = 0;
        foreach (ParameterInfo parameter in meaning.Method.GetParameters())
        {
            if (parameter.ParameterType == typeof(Scope))
                arguments.Add(scope);
            else if (parameter.ParameterType == typeof(OnnxNode))
                arguments.Add(node);
            else if (parameter.ParameterType == typeof(NamedValues))
                arguments.Add(named);
            else if (parameter.ParameterType == typeof(Value))
                arguments.Add(Input(parameter, next < inputs.Count ? inputs[next] : null, next++));
            else if (parameter.ParameterType == typeof(IReadOnlyList<Value>) || parameter.ParameterType == typeof(IReadOnlyList<Value?>))
                arguments.Add(Rest(inputs, ref next));
            else
                arguments.Add(Attribute(node, parameter, used));
        }
        if (next < inputs.Count && inputs.Skip(next).Any(i => i is not null))
            throw new ModelException($"The operator takes at most {next} inputs, but has {inputs.Count}.");
        OnnxAttribute? unknown = node.Attributes.FirstOrDefault(a => !used.Contains(a.Name) && !IsIgnored(a.Name));
        if (unknown is not null && !meaning.Method.GetParameters().Any(p => p.ParameterType == typeof(OnnxNode)))
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"The operator has no attribute '{unknown.Name}' in this version.");
        return arguments.ToArray();
    }

    static Value? Input(ParameterInfo parameter, Value? input, int position)
    {
        if (input is null)
        {
            return parameter.IsOptional ? null
                : throw new ModelException($"The required input {position} ('{SnakeCase(parameter.Name!)}') is missing.");
        }
        if (input.Type is TensorType tensor && Demand(parameter, tensor) is { } demand)
            throw new ModelException($"The input {position} ('{SnakeCase(parameter.Name!)}') must have {demand}, but is of type {tensor}.");
        return input;
    }

    /// <summary>What an input must have, where the tensor has it not.</summary>
    static string? Demand(ParameterInfo parameter, TensorType tensor)
    {
        int rank = tensor.Shape.Rank;
        if (parameter.GetCustomAttribute<RankAttribute>() is { Rank: var exact } && rank != exact)
            return exact == 1 ? "1 axis" : $"{exact} axes";
        if (parameter.GetCustomAttribute<AtLeastAttribute>() is { Rank: var least } && rank < least)
            return least == 1 ? "at least 1 axis" : $"at least {least} axes";
        return parameter.IsDefined(typeof(IndicesAttribute)) && !tensor.Element.IsInteger() ? "integers as elements" : null;
    }

    static Value[] Rest(IReadOnlyList<Value?> inputs, ref int next)
    {
        Value[] rest = inputs.Skip(next).ToArray()!;
        next = inputs.Count;
        return rest;
    }

    object? Attribute(OnnxNode node, ParameterInfo parameter, HashSet<string> used)
    {
        string name = SnakeCase(parameter.Name!);
        OnnxAttribute? attribute = node.Attribute(name) ?? node.Attribute(parameter.Name!);
        if (attribute is null)
        {
            return parameter.HasDefaultValue
                ? parameter.DefaultValue
                : throw new ModelException(DiagnosticCode.InvalidAttribute, $"The required attribute '{name}' is missing.");
        }
        used.Add(attribute.Name);
        return Convert(attribute, Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType);
    }

    object Convert(OnnxAttribute attribute, Type type)
    {
        if (type == typeof(long))
            return attribute.Int;
        if (type == typeof(bool))
            return attribute.Int != 0;
        if (type == typeof(double))
            return (double)attribute.Float;
        if (type == typeof(string))
            return attribute.String;
        if (type == typeof(ElementType))
            return Defined(attribute);
        if (type == typeof(Tensor))
            return TensorDecoder.Decode(attribute.Tensor, source);
        if (type == typeof(Literal))
            return TensorDecoder.Literal(attribute.Tensor, source);
        if (type == typeof(Subgraph))
            return subgraph(attribute.Graph);
        if (type == typeof(OnnxType))
            return attribute.TypeProto;
        if (typeof(IEnumerable<long>).IsAssignableFrom(type))
            return attribute.Ints.ToArray();
        if (typeof(IEnumerable<double>).IsAssignableFrom(type))
            return attribute.Floats.Select(f => (double)f).ToArray();
        if (typeof(IEnumerable<string>).IsAssignableFrom(type))
            return attribute.Strings.ToArray();
        throw new InvalidOperationException($"The attribute {attribute.Name} has no form as {type}.");
    }

    static ElementType Defined(OnnxAttribute attribute) => Enum.IsDefined(typeof(ElementType), (int)Math.Max(-1, Math.Min(int.MaxValue, attribute.Int)))
        ? (ElementType)attribute.Int
        : throw new ModelException(DiagnosticCode.InvalidAttribute, $"The attribute '{attribute.Name}' is {attribute.Int}, which is no element type.");

    static object? Invoke(MethodInfo method, object?[] arguments)
    {
        try
        {
            return method.Invoke(null, arguments);
        }
        catch (TargetInvocationException exception) when (exception.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Capture(inner).Throw();
            throw;
        }
    }

    static IReadOnlyList<Value> Results(object? result) => result switch
    {
        Value value => new[] { value },
        IReadOnlyList<Value> values => values,
        null => throw new InvalidOperationException("A lowering gives a value, a tuple of values or a list of values."),
        _ => result.GetType().GetFields().Select(item => (Value)item.GetValue(result)!).ToArray(),
    };

    static bool IsNarrow(ElementType type) => type.IsFloating() && type.Bits() < 32;

    static Value? Widen(Value? input) =>
        input?.Type is TensorType { Element: var type } && IsNarrow(type) ? Algebra.Cast(input, ElementType.Float) : input;

    static Value Narrow(Value result, ElementType? type) =>
        type is { } narrow && IsNarrow(narrow) && result.Type is TensorType { Element: ElementType.Float } ? Algebra.Cast(result, narrow) : result;

    /// <summary>Hints of early versions that never changed a result.</summary>
    static bool IsIgnored(string attribute) => attribute is "consumed_inputs";

    static string SnakeCase(string name)
    {
        var text = new StringBuilder();
        foreach (char letter in name)
        {
            if (char.IsUpper(letter))
                text.Append('_');
            text.Append(char.ToLowerInvariant(letter));
        }
        return text.ToString();
    }
}
