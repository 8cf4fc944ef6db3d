using System;
using System.Linq;
using OnnxCodegen.Compiler.Operators;
using OnnxCodegen.Compiler.Planning;
using OnnxCodegen.Compiler.Primitives;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Planning;

/// <summary>Contractions of floats, whatever their axes, are products of matrices.</summary>
public class MatMulPlanTests
{
    [Theory]
    [InlineData("ij,jk->ik")]
    [InlineData("bhid,bhjd->bhij")]
    [InlineData("bihd,bjhd->bhij")]
    [InlineData("bhij,bjhd->bhid")]
    [InlineData("ijk,jkl->il")]
    [InlineData("ij,ij->")]
    public void Strides_of_operands_are_followed(string equation) => Assert.IsType<MatMulCall>(Assert.Single(Calls(equation)));

    [Fact]
    public void A_matrix_times_a_vector_is_a_row_times_a_matrix()
    {
        MatMulCall product = Calls("ij,j->i").OfType<MatMulCall>().Single();
        Assert.Equal(Dim.One, product.M);
        Assert.Equal((Dim)Length('i'), product.N);
    }

    [Fact]
    public void Summed_axes_that_lie_apart_are_brought_together()
    {
        KernelCall[] calls = Calls("ijk,kjl->il");
        Assert.Contains(calls, call => call is CopyCall);
        Assert.Contains(calls, call => call is MatMulCall);
    }

    [Theory]
    [InlineData("abcdij,abcdjk->abcdik")]
    [InlineData("acbdij,abcdjk->dabcik")]
    [InlineData("iaj,jbk->kabi")]
    public void No_contraction_is_left_to_plain_loops(string equation) => Assert.DoesNotContain(Calls(equation), call => call is ContractLoop);

    static KernelCall[] Calls(string equation)
    {
        string[] terms = equation.Split("->")[0].Split(',');
        var scope = new Scope();
        Value[] inputs = [.. terms.Select((term, i) =>
            scope.Add(new Parameter("x" + i, new TensorType(ElementType.Float, Shape.Of(term.Select(Length).ToArray())))))];
        var graph = new Graph("product", inputs, [new GraphOutput("y", EinsteinSummation.Einsum(inputs, equation))]);
        return [.. Planner.Plan(graph).Calls.Where(call => call is not AllocateCall)];
    }

    static long Length(char letter) => letter - 'a' + 2;
}
