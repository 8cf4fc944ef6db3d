using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OnnxCodegen.Compiler.Planning;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints branches and loops. What a graph within gives goes through an <c>Output</c>: into memory at hand, or into a new array.</summary>
internal static class ControlFlowEmitter
{
    public static void Emit(IfCall call, ForwardWriter forward)
    {
        string[] outputs = call.Results.Select(result => Declare(result, result.IsFound ? null : forward.Slice(result.Access), forward)).ToArray();
        forward.Body.Line($"if ({Element(call.Condition, forward)})");
        EmitBranch(call.Then, outputs, forward);
        forward.Body.Line("else");
        EmitBranch(call.Else, outputs, forward);
        for (int i = 0; i < outputs.Length; i++)
            ReceiverEmitter.Take(call.Results[i], outputs[i], forward);
    }

    public static void Emit(LoopCall call, ForwardWriter forward)
    {
        CSharpWriter writer = forward.Body;
        string index = forward.Local(call.Index);
        foreach (CarriedValue carried in call.Carried)
            EmitStart(carried, forward);
        string[] rows = call.Stacked.Select(stacked => EmitStart(stacked, forward)).ToArray();
        writer.Line($"long {index} = 0;");
        using (writer.Block($"while ({Test(call, index, forward)})"))
            EmitRun(call, rows, index, forward);
        foreach (CarriedValue carried in call.Carried)
            EmitEnd(carried, index, forward);
        for (int i = 0; i < rows.Length; i++)
        {
            if (!call.Stacked[i].IsFound)
                continue;
            writer.Line($"Span<{Type(call.Stacked[i])}> {call.Stacked[i].Access.Buffer.Name} = CollectionsMarshal.AsSpan({rows[i]});");
            foreach (FoundLength count in call.Stacked[i].Found.Where(found => found.Axis == 0))
                writer.Line(forward.Declaration(count.Symbol, index));
        }
    }

    static void EmitBranch(BodyRun branch, string[] outputs, ForwardWriter forward)
    {
        using (forward.Body.Indent())
            forward.Body.Line(BodyEmitter.Call(branch.Plan, branch.Inputs.Select(forward.Slice), outputs, forward));
    }

    /// <summary>Declares what a carried value of varying lengths is before the first run.</summary>
    static void EmitStart(CarriedValue carried, ForwardWriter forward)
    {
        if (carried.Result.Access.Buffer is { Object: { } type } held)
            forward.Body.Line($"{type.CSharpName()} {held.Name} = {carried.Initial!.Buffer.Name};");
        if (!carried.Result.IsFound)
            return;
        string initial = $"{forward.Slice(carried.Initial!)}.Slice(0, {forward.Dims.Int(carried.InitialShape.Elements)})";
        forward.Body.Line($"Span<{Type(carried.Result)}> {carried.Result.Access.Buffer.Name} = {initial}.ToArray();");
        foreach (FoundLength found in carried.InBody)
            forward.Body.Line($"int {forward.Local(found.Symbol)} = {forward.Dims.Int(carried.InitialShape[found.Axis])};");
    }

    /// <summary>Declares the list of a stacked value whose size is found; gives its name.</summary>
    static string EmitStart(Receiver stacked, ForwardWriter forward)
    {
        if (!stacked.IsFound)
            return string.Empty;
        string rows = forward.UniqueLocal(Names.Camel(stacked.Access.Buffer.Name + " rows"));
        forward.Body.Line($"List<{Type(stacked)}> {rows} = [];");
        foreach (FoundLength found in stacked.Found.Where(found => found.Axis > 0))
            forward.Body.Line($"int {forward.Local(found.Symbol)} = 0;");
        return rows;
    }

    static string Test(LoopCall call, string index, ForwardWriter forward)
    {
        string bound = call.Trips is null ? string.Empty : $"{index} < {forward.Dims.Long(call.Trips)}";
        string condition = call.Condition is null ? string.Empty : Element(call.Condition, forward);
        return bound + (bound.Length > 0 && condition.Length > 0 ? " && " : string.Empty) + condition;
    }

    static void EmitRun(LoopCall call, string[] rows, string index, ForwardWriter forward)
    {
        CSharpWriter writer = forward.Body;
        var outputs = new List<string>();
        if (call.Condition is { } condition)
            outputs.Add(ReceiverEmitter.Declare(condition.Buffer, forward.Slice(condition), forward));
        string[] carried = call.Carried.Select(c => ReceiverEmitter.DeclareNext(c, forward)).ToArray();
        string[] slices = call.Stacked.Select(s => Declare(s, s.IsFound ? null : forward.Slice(SliceOf(s, call.Index)), forward)).ToArray();
        IEnumerable<string> inputs = call.Carried.Select(c => c.Result.Access.Buffer.Name).Concat(call.Body.Inputs.Select(forward.Slice));
        writer.Line(BodyEmitter.Call(call.Body.Plan, inputs, outputs.Concat(carried).Concat(slices), forward));
        for (int i = 0; i < carried.Length; i++)
            EmitTurn(call.Carried[i], carried[i], forward);
        for (int i = 0; i < slices.Length; i++)
        {
            if (!call.Stacked[i].IsFound)
                continue;
            writer.Line($"{rows[i]}.AddRange({slices[i]}.Array);");
            foreach (FoundLength found in call.Stacked[i].Found.Where(found => found.Axis > 0))
                writer.Line($"{forward.Local(found.Symbol)} = (int){Length(slices[i], found.Axis - 1)};");
        }
        writer.Line($"{index}++;");
    }

    /// <summary>Makes what a run gave the carried value of the next run.</summary>
    static void EmitTurn(CarriedValue carried, string output, ForwardWriter forward)
    {
        if (carried.Next is { } next)
        {
            forward.Body.Line($"{RuntimeNames.SwapCarried}(ref {carried.Result.Access.Buffer.Name}, ref {next.Buffer.Name});");
            return;
        }
        bool isObject = carried.Result.Access.Buffer.Object is not null;
        forward.Body.Line($"{carried.Result.Access.Buffer.Name} = {output}{(isObject ? string.Empty : ".Array")};");
        foreach (FoundLength found in carried.InBody)
            forward.Body.Line($"{forward.Local(found.Symbol)} = (int){Length(output, found.Axis)};");
    }

    static void EmitEnd(CarriedValue carried, string index, ForwardWriter forward)
    {
        if (carried.Next is { } next)
        {
            forward.Body.Line($"{RuntimeNames.SettleCarried}(ref {carried.Result.Access.Buffer.Name}, ref {next.Buffer.Name}, {index});");
            return;
        }
        for (int i = 0; i < carried.InBody.Count; i++)
            forward.Body.Line($"int {forward.Local(carried.Result.Found[i].Symbol)} = {forward.Local(carried.InBody[i].Symbol)};");
    }

    /// <summary>The part of a stacked value that belongs to a run.</summary>
    static Access SliceOf(Receiver stacked, Symbol index) =>
        stacked.Access with { Offset = stacked.Access.Offset + (Dim.Of(new SymbolAtom(index)) * Dim.Product(stacked.Shape.Skip(1))) };

    static string Declare(Receiver receiver, string? memory, ForwardWriter forward) => ReceiverEmitter.Declare(receiver.Access.Buffer, memory, forward);

    static string Element(Access access, ForwardWriter forward) => $"{access.Buffer.Name}[{forward.Dims.Int(access.Offset)}]";

    static string Length(string output, int axis) => ReceiverEmitter.Length(output, axis);

    static string Type(Receiver receiver) => receiver.Access.Buffer.Type.CSharpName();
}
