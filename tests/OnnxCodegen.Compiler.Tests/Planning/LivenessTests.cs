using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Operators;
using OnnxCodegen.Compiler.Planning;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Rewriting;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Planning;

public class LivenessTests
{
    [Fact]
    public void Buffers_of_sizes_that_are_found_are_given_back_behind_their_last_use()
    {
        var scope = new Scope();
        Value x = scope.Add(new Parameter("x", new TensorType(ElementType.Float, Shape.Of(9, 5))));
        Value places = Algebra.Cast(Indexing.NonZero(x), ElementType.Float);
        Value sums = Algebra.Sqrt(ReduceOperators.ReduceSum(Algebra.Sqrt(places), null));
        Plan plan = Planner.Plan(Rewriter.Rewrite(new Graph("test", [x], [new GraphOutput("y", sums)]), Precision.Default));

        ILookup<int, Buffer> lastUses = Liveness.LastUses(plan.Calls);
        Buffer[] late = [.. plan.Calls.OfType<AllocateCall>().Select(call => call.Buffer).Where(buffer => buffer.Storage == Storage.Late)];
        Assert.NotEmpty(late);
        Assert.Equal(late.OrderBy(buffer => buffer.Id), lastUses.SelectMany(buffers => buffers).OrderBy(buffer => buffer.Id));
        foreach (IGrouping<int, Buffer> step in lastUses)
            Assert.All(step, buffer => Assert.DoesNotContain(buffer, Uses(plan.Calls.Skip(step.Key + 1))));
    }

    static IEnumerable<Buffer> Uses(IEnumerable<KernelCall> calls) => calls.SelectMany(call => call.Reads.Concat(call.Writes)).Select(access => access.Buffer);
}
