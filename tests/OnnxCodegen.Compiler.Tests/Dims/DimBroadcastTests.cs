using Xunit;

namespace OnnxCodegen.Compiler.Tests.Dims;

public class DimBroadcastTests
{
    static readonly Dim Sequence = Dim.Of(new Symbol("seq", 0, 4096));
    static readonly Dim Other = Dim.Of(new Symbol("other", 0, 4096));

    [Fact]
    public void A_length_and_its_capped_self_broadcast_to_the_length()
    {
        Assert.Equal(Sequence, Dim.Broadcast(Sequence, Dim.Min(512, Sequence)));
        Assert.Equal(Sequence, Dim.Broadcast(Dim.Min(512, Sequence), Sequence));
    }

    [Fact]
    public void A_capped_length_within_several_is_dropped()
    {
        Dim all = Dim.Broadcast(Dim.Broadcast(Other, Dim.Min(512, Sequence)), Sequence);
        Assert.Equal(Dim.Broadcast(Other, Sequence), all);
    }

    [Fact]
    public void A_length_that_is_capped_at_one_stays_apart()
    {
        Dim capped = Dim.Min(1, Sequence);
        Assert.NotEqual(Sequence, Dim.Broadcast(capped, Sequence));
    }

    [Fact]
    public void Unrelated_lengths_stay_apart()
    {
        Assert.NotEqual(Sequence, Dim.Broadcast(Dim.Min(512, Other), Sequence));
    }
}
