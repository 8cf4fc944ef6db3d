using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Branches and loops: the graphs within have plans of their own, their inputs and results are dense.</summary>
internal static class ControlFlowPlans
{
    public static void Add(If branch, Node node, PlanBuilder plan)
    {
        int then = branch.Then.Inputs.Count;
        BodyRun first = Run(branch.Then, node.Provenance + " then", node.Inputs.Skip(1).Take(then).ToArray(), plan);
        BodyRun second = Run(branch.Else, node.Provenance + " else", node.Inputs.Skip(1 + then).ToArray(), plan);
        Access condition = plan.Dense(node.Inputs[0]);
        Receiver[] results = node.Outputs.Select(output => Receiver.Of(output, branch.Lengths, plan)).ToArray();
        plan.Add(new IfCall(condition, first, second, results));
        Place(node, results, plan);
    }

    public static void Add(Loop loop, Node node, PlanBuilder plan)
    {
        int lead = loop.HasCondition ? 1 : 0;
        BodyRun body = Run(loop.Body, node.Provenance + " body", node.Inputs.Skip(lead + loop.Carried).ToArray(), plan);
        Access? condition = loop.HasCondition ? ConditionOf(node.Inputs[0], plan) : null;
        CarriedValue[] carried = Enumerable.Range(0, loop.Carried)
            .Select(i => Carry(node.Inputs[lead + i], loop.Body.Inputs[i], node.Outputs[i], loop, plan)).ToArray();
        Receiver[] stacked = node.Outputs.Skip(loop.Carried).Select(output => Receiver.Of(output, loop.Lengths, plan)).ToArray();
        plan.Add(new LoopCall(body, loop.Index, loop.Trips, condition, carried, stacked));
        Place(node, carried.Select(c => c.Result).Concat(stacked).ToArray(), plan);
    }

    /// <summary>Plans a graph whose last inputs are the captured values. Those that are computed from weights alone need not be passed.</summary>
    static BodyRun Run(Graph graph, string name, IReadOnlyList<Value> captured, PlanBuilder plan)
    {
        int first = graph.Inputs.Count - captured.Count;
        Dictionary<Value, Access> weights = Enumerable.Range(0, captured.Count)
            .Where(i => plan.IsPrepared(captured[i])).ToDictionary(i => graph.Inputs[first + i], i => plan[captured[i]]);
        Plan body = Planner.Plan(graph, plan.Memory.Within(graph, name, weights), plan.Precision, plan.Cancellation);
        return new BodyRun(body, captured.Where(value => !plan.IsPrepared(value)).Select(plan.Dense).ToArray());
    }

    /// <summary>A place for whether the next run follows.</summary>
    static Access ConditionOf(Value initial, PlanBuilder plan)
    {
        Access condition = Accesses.RowMajor(plan.NewBuffer("goes on", ElementType.Bool, Dim.One), Shape.Of(Dim.One));
        Access source = plan.Dense(initial);
        plan.Add(new CopyCall(Shape.Of(Dim.One), source with { Strides = condition.Strides }, condition));
        return condition;
    }

    static CarriedValue Carry(Value initial, Value parameter, Value output, Loop loop, PlanBuilder plan)
    {
        Receiver result = Receiver.Of(output, loop.Lengths, plan);
        if (initial.Type is not TensorType)
            return new CarriedValue(result, null, plan[initial], Shape.Scalar, []);
        if (result.IsFound)
            return new CarriedValue(result, null, plan.Dense(initial), initial.Shape, result.Found.Select(f => FoundLength.Of(parameter.Shape, f.Axis)).ToArray());
        Access next = Accesses.RowMajor(plan.NewBuffer(output.Producer.Provenance + " next", output.ElementType, output.Shape.Elements), output.Shape);
        plan.Add(new CopyCall(initial.Shape, plan[initial], result.Access));
        return new CarriedValue(result, next, null, initial.Shape, []);
    }

    static void Place(Node node, IReadOnlyList<Receiver> results, PlanBuilder plan)
    {
        for (int i = 0; i < results.Count; i++)
            plan.Place(node.Outputs[i], results[i].Access);
    }
}
