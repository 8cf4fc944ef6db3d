using System;
using System.Linq;
using OnnxCodegen.Compiler.Operators;
using OnnxCodegen.Compiler.Planning;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Rewriting;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Planning;

/// <summary>Which chains of reductions and elementwise functions become one loop over lines.</summary>
public class RowLoopPlanTests
{
    static readonly long[] Dims = [2, 6, 5, 8];

    [Fact]
    public void The_softmax_is_one_loop_that_keeps_the_exponentials_in_the_result()
    {
        RowLoopCall loop = Loop(x => SoftmaxOperators.Softmax(x[0], -1L), Dims);
        Assert.False(loop.Function.IsOfColumns);
        Assert.Equal(
            ["Fold Max", "Store Fold Sum", "Finish", "Store"], loop.Function.Steps.Select(step => Print(step.Step)));
    }

    [Fact]
    public void The_softmax_over_another_axis_is_a_loop_over_columns() =>
        Assert.True(Loop(x => SoftmaxOperators.Softmax(x[0], 1L), Dims).Function.IsOfColumns);

    [Fact]
    public void The_logarithm_of_the_softmax_is_one_loop() => Loop(x => SoftmaxOperators.LogSoftmax(x[0], -1L), Dims);

    [Fact]
    public void Layer_normalisation_is_one_loop_with_its_scale_and_bias() =>
        Assert.Equal(3, Loop(x => Normalizations.LayerNormalization(x[0], x[1], x[2]).Y, Dims, [8], [8]).Operands.Count);

    [Fact]
    public void A_residual_before_and_an_activation_behind_belong_to_the_loop() => Loop(
        x => Activations.Relu(Normalizations.RMSNormalization(x[0] + x[1], x[2])), Dims, Dims, [8]);

    [Fact]
    public void Instance_normalisation_is_one_loop() => Loop(x => Normalizations.InstanceNormalization(x[0], x[1], x[2]), Dims, [6], [6]);

    [Fact]
    public void A_norm_is_one_loop() => Loop(x => Normalizations.LpNormalization(x[0], 1), Dims);

    [Fact]
    public void What_others_read_lies_in_memory_of_its_own()
    {
        KernelCall[] calls = Calls(
            x =>
            {
                Value exponentials = Algebra.Exp(x[0] - Reductions.Max(x[0], 3));
                return [exponentials, exponentials / Reductions.Sum(exponentials, 3)];
            },
            Dims);
        Assert.Equal(2, calls.OfType<RowLoopCall>().Count());
    }

    [Fact]
    public void Reductions_over_other_axes_are_loops_of_their_own() =>
        Assert.Equal(2, Calls(x => [Reductions.Sum(x[0] - Reductions.Max(x[0], 3), 2)], Dims).Length);

    static RowLoopCall Loop(Func<Value[], Value> lowering, params long[][] shapes) =>
        Assert.IsType<RowLoopCall>(Assert.Single(Calls(x => [lowering(x)], shapes)));

    static KernelCall[] Calls(Func<Value[], Value[]> lowering, params long[][] shapes)
    {
        var scope = new Scope();
        Value[] inputs = [.. shapes.Select((dims, i) => scope.Add(new Parameter("x" + i, new TensorType(ElementType.Float, Shape.Of(dims)))))];
        var graph = new Graph("rows", inputs, [.. lowering(inputs).Select((value, i) => new GraphOutput("y" + i, value))]);
        return [.. Planner.Plan(Rewriter.Rewrite(graph)).Calls.Where(call => call is not AllocateCall)];
    }

    static string Print(RowStep step) => string.Join(
        " ", new[] { step.Stores ? "Store" : null, step.Fold is { } fold ? $"Fold {fold}" : null, step.IsFinish ? "Finish" : null }.OfType<string>());
}
