using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Finds steps that follow one another and are done on bands of rows.</summary>
internal sealed class BandFinder
{
    /// <summary>Operands that a loop over bands takes.</summary>
    const int MaximumOperands = 4;

    /// <summary>Steps of a chain, whose method the JIT compiler has to translate.</summary>
    const int MaximumSteps = 24;

    /// <summary>Calls that touch what lies between two steps: these and the fills of a border.</summary>
    const int MaximumUsers = 16;

    readonly IReadOnlyList<KernelCall> calls;
    readonly Dictionary<Buffer, List<int>> users = new();

    BandFinder(IReadOnlyList<KernelCall> calls)
    {
        this.calls = calls;
        for (int i = 0; i < calls.Count; i++)
        {
            foreach (Buffer buffer in calls[i].Reads.Concat(calls[i].Writes).Select(access => access.Buffer).Distinct())
            {
                if (!users.TryGetValue(buffer, out List<int>? list))
                    users.Add(buffer, list = new List<int>());
                list.Add(i);
            }
        }
    }

    /// <summary>A call, as a step of a chain.</summary>
    /// <param name="Number">The number of the call.</param>
    /// <param name="Link">What lies between the step before and this one; null for the first step.</param>
    /// <param name="Fills">The numbers of the calls that write the border there.</param>
    sealed record Member(int Number, BandStep Step, BandLink? Link, IReadOnlyList<int> Fills);

    /// <summary>The calls with bands in place of the steps that are done so.</summary>
    public static IReadOnlyList<KernelCall> Find(IReadOnlyList<KernelCall> calls) => new BandFinder(calls).Find();

    KernelCall[] Find()
    {
        KernelCall?[] found = calls.ToArray();
        for (int i = 0; i < calls.Count; i++)
        {
            List<Member> chain = Chain(i);
            if (chain.Count < 2)
                continue;
            foreach (Member member in chain)
            {
                found[member.Number] = null;
                foreach (int fill in member.Fills)
                    found[fill] = null;
            }
            // What stands between the steps makes memory ready.
            i = chain[chain.Count - 1].Number;
            found[i] = Call(chain);
        }
        return found.OfType<KernelCall>().ToArray();
    }

    static BandCall Call(IReadOnlyList<Member> chain) => new(Steps(chain), Links(chain), BandCost.Rows(Steps(chain), Links(chain))!.Value)
    {
        Origins = chain.SelectMany(member => member.Step.Call.Origins).Distinct().ToArray(),
    };

    static BandStep[] Steps(IEnumerable<Member> chain) => chain.Select(member => member.Step).ToArray();

    static BandLink[] Links(IEnumerable<Member> chain) => chain.Select(member => member.Link).OfType<BandLink>().ToArray();

    /// <summary>The steps that are done in bands with a first one. Where further ones would need more memory than stays in the cache, the
    /// chain ends where least lies between two steps.</summary>
    List<Member> Chain(int first)
    {
        var chain = new List<Member>();
        if (BandStep.Of(calls[first]) is { } step)
            chain.Add(new Member(first, step, null, []));
        while (chain.Count is > 0 and < MaximumSteps && Next(chain) is { } next)
        {
            chain.Add(next);
            if (BandCost.Rows(Steps(chain), Links(chain)) is not null)
                continue;
            int end = Enumerable.Range(1, chain.Count - 1)
                .OrderBy(i => BandCost.ResultBytes(chain[i - 1].Step, chain[i].Link!)).ThenByDescending(i => i).First();
            chain.RemoveRange(end, chain.Count - end);
            break;
        }
        return chain;
    }

    /// <summary>The step that alone reads what the last step of a chain writes, where it can join the chain.</summary>
    Member? Next(IReadOnlyList<Member> chain)
    {
        (int last, BandStep writer, _, _) = chain[chain.Count - 1];
        Buffer between = writer.Result.Buffer;
        if (between.Storage != Storage.Arena || users[between].Count > MaximumUsers)
            return null;
        ILookup<bool, int> others = users[between].Where(user => user != last).ToLookup(user => calls[user] is FillCall);
        int[] fills = others[true].ToArray();
        if (others[false].ToArray() is not [var next] || next < last || BandStep.Of(calls[next]) is not { } reader
            || !ReferenceEquals(reader.Source.Buffer, between) || reader.Operands.Concat(writer.Call.Reads).Any(access => ReferenceEquals(access.Buffer, between))
            || Enumerable.Range(last + 1, next - last - 1).Any(i => calls[i] is not (FillCall or AllocateCall))
            || BandLink.Between(writer, reader, fills.Select(i => (FillCall)calls[i]).ToArray()) is not { } link
            || !BandCost.Pays(writer, reader, link)
            || !CanJoin(reader, Steps(chain)))
        {
            return null;
        }
        return new Member(next, reader, link, fills);
    }

    /// <summary>Whether the operands are few enough with those of a further step, and lie apart from its result.</summary>
    static bool CanJoin(BandStep step, BandStep[] steps)
    {
        Buffer[] operands = steps.Append(step).SelectMany(s => s.OuterOperands).Append(steps[0].Source).Select(access => access.Buffer).ToArray();
        return operands.Length <= MaximumOperands && !operands.Contains(step.Result.Buffer);
    }
}
