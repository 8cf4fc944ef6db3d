using System;
using System.Linq;
using OnnxCodegen.Compiler.Operators;
using OnnxCodegen.Compiler.Planning;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Rewriting;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Planning;

/// <summary>Which chains of products and softmax become one call.</summary>
public class AttentionPlanTests
{
    static readonly long[] Heads = [2, 4, 9, 16];

    [Fact]
    public void The_operator_is_one_call() =>
        Assert.False(Attention(x => Attentions.Attention(x[0], x[1], x[2]).Y, Heads, Heads, Heads).HiddenIsZero);

    [Fact]
    public void A_mask_is_an_operand_of_the_scores_and_hidden_rows_are_zero()
    {
        AttentionCall call = Attention(x => Attentions.Attention(x[0], x[1], x[2], x[3]).Y, Heads, Heads, Heads, [9, 9]);
        Assert.True(call.HiddenIsZero);
        Assert.Single(call.Operands);
    }

    [Fact]
    public void A_scaled_softmax_between_two_products_is_attention() => Attention(
        x => Contractions.MatMul(SoftmaxOperators.Softmax((Contractions.MatMul(x[0], Turned(x[1])) / x[3]) + x[4], -1L), x[2]),
        Heads, Heads, Heads, [], [2, 1, 1, 9]);

    [Fact]
    public void Heads_are_read_and_written_where_they_lie_in_the_rows() => Assert.Equal(
        [typeof(AttentionCall), typeof(ElementwiseCall)],
        Calls(x => [Activations.Relu(Attentions.Attention(x[0], x[1], x[2], kvNumHeads: 4, qNumHeads: 4).Y)], [2, 9, 64], [2, 9, 64], [2, 9, 64])
            .Select(call => call.GetType()));

    [Fact]
    public void Scores_that_others_read_are_computed_apart() => Assert.DoesNotContain(
        Calls(
            x =>
            {
                (Value y, _, _, Value scores) = Attentions.Attention(x[0], x[1], x[2]);
                return [y, scores];
            },
            Heads, Heads, Heads),
        call => call is AttentionCall);

    static Value Turned(Value x) => Views.Permute(x, [0, 1, 3, 2]);

    static AttentionCall Attention(Func<Value[], Value> lowering, params long[][] shapes) =>
        Assert.IsType<AttentionCall>(Assert.Single(Calls(x => [lowering(x)], shapes)));

    static KernelCall[] Calls(Func<Value[], Value[]> lowering, params long[][] shapes)
    {
        var scope = new Scope();
        Value[] inputs = [.. shapes.Select((dims, i) => scope.Add(new Parameter("x" + i, new TensorType(ElementType.Float, Shape.Of(dims)))))];
        var graph = new Graph("attention", inputs, [.. lowering(inputs).Select((value, i) => new GraphOutput("y" + i, value))]);
        return [.. Planner.Plan(Rewriter.Rewrite(graph)).Calls.Where(call => call is not AllocateCall)];
    }
}
