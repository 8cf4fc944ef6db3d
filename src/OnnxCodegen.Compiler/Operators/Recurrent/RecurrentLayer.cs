using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>What RNN, GRU and LSTM share: directions, layouts, lengths of sequences and the product of all inputs with the weights.</summary>
/// <param name="X">[time, N, inputs], or [N, time, inputs] in layout 1.</param>
/// <param name="W">[directions, gates · H, inputs].</param>
/// <param name="R">[directions, gates · H, H].</param>
/// <param name="B">[directions, 2 · gates · H], those of W before those of R.</param>
internal sealed record RecurrentLayer(Value X, Value W, Value R, Value? B, Value? SequenceLens, string Direction, long Layout)
{
    public int Directions => Direction == "bidirectional" ? 2 : 1;

    public Dim Hidden => R.Shape[2];

    Value Sequence => Layout == 0 ? X : Views.Permute(X, new[] { 1, 0, 2 });

    /// <summary>Runs all directions.</summary>
    /// <param name="initial">The first states, [directions, N, H] each; zeros when missing. The first one is the layer's output.</param>
    /// <param name="cell">From the direction, the gates' share of the input [N, gates · H] and the states [N, H] to the next states.</param>
    /// <param name="addRecurrentBias">Whether the gates' share includes the biases of R.</param>
    /// <param name="further">The length of one more state of the cell, which begins as zeros and is no result.</param>
    /// <returns>The outputs of all times and the last states, in the layer's layout.</returns>
    public IReadOnlyList<Value> Run(
        IReadOnlyList<Value?> initial, Func<int, Value, IReadOnlyList<Value>, IReadOnlyList<Value>> cell, bool addRecurrentBias = true, Dim? further = null)
    {
        var outputs = new List<Value>();
        List<Value>[] finals = initial.Select(_ => new List<Value>()).ToArray();
        for (int direction = 0; direction < Directions; direction++)
        {
            int d = direction;
            Value[] states = initial.Select(state => First(state, d)).Concat(further is null ? [] : new[] { Zeros(further) }).ToArray();
            (IReadOnlyList<Value> last, IReadOnlyList<Value> all) = Recurrence.Over(
                new[] { Project(d, addRecurrentBias) }, IsBackwards(d), states, (time, slices, current) => Step(time, current, cell(d, slices[0], current)));
            outputs.Add(Views.Unsqueeze(all[0], 1));
            for (int i = 0; i < finals.Length; i++)
                finals[i].Add(Views.Unsqueeze(last[i], 0));
        }
        Value y = Join(outputs, 1);
        return new[] { Layout == 0 ? y : Views.Permute(y, new[] { 2, 0, 1, 3 }) }
            .Concat(finals.Select(f => Transposed(Join(f, 0))))
            .ToArray();
    }

    /// <summary>The part of a tensor that belongs to a direction.</summary>
    public static Value Of(Value x, int direction) => Views.Squeeze(Views.Slice(x, 0, direction, 1), 0);

    /// <summary>The <paramref name="index"/>th of the parts of length H along the last axis.</summary>
    public Value Gate(Value x, int index, int count = 1) => Views.Slice(x, x.Rank - 1, Hidden * index, Hidden * count);

    /// <summary>The biases of R, [gates · H].</summary>
    public Value? RecurrentBias(int direction) => B is null ? null : Half(direction, 1);

    /// <summary>x · wᵀ.</summary>
    public static Value Product(Value x, Value w) =>
        Contractions.Contract(x, w, Array.Empty<int>(), Array.Empty<int>(), new[] { x.Rank - 1 }, new[] { 1 });

    bool IsBackwards(int direction) => Direction switch
    {
        "forward" => false,
        "reverse" => true,
        "bidirectional" => direction == 1,
        _ => throw new ModelException($"The direction '{Direction}' is unknown."),
    };

    /// <summary>X · Wᵀ + bias for all times.</summary>
    Value Project(int direction, bool addRecurrentBias)
    {
        Value product = Product(Sequence, Of(W, direction));
        if (B is null)
            return product;
        return product + (addRecurrentBias ? Half(direction, 0) + Half(direction, 1) : Half(direction, 0));
    }

    Value Half(int direction, int half)
    {
        Value biases = Of(B!, direction);
        Dim length = biases.Shape[0] / 2;
        return Views.Slice(biases, 0, length * half, length);
    }

    Value First(Value? state, int direction)
    {
        var shape = Shape.Of(Sequence.Shape[1], Hidden);
        return state is null
            ? Zeros(Hidden)
            : Views.Demanded(Of(Transposed(state), direction), shape, "A first state has a row for each sequence and a column for each hidden unit");
    }

    Value Zeros(Dim length) => Fill(X.Scope, Shape.Of(Sequence.Shape[1], length), ScalarExpr.Literal(X.ElementType, 0));

    /// <summary>Behind a sequence's end the states stay and the output is 0.</summary>
    (IReadOnlyList<Value> States, IReadOnlyList<Value> Outputs) Step(Dim time, IReadOnlyList<Value> before, IReadOnlyList<Value> after)
    {
        if (SequenceLens is null)
            return (after, [after[0]]);
        Value isInside = Views.Unsqueeze(Map(Cast(SequenceLens, ElementType.Int64), n => Less(ScalarExpr.Of(time), n)), 1);
        Value[] states = before.Zip(after, (old, next) => Select(isInside, next, old)).ToArray();
        return (states, [Map(isInside, after[0], (c, h) => Select(c, h, ScalarExpr.Literal(h.Type, 0)))]);
    }

    /// <summary>Between [directions, N, H] and the layout's form of it.</summary>
    Value Transposed(Value state) => Layout == 0 ? state : Views.Permute(state, new[] { 1, 0, 2 });

    static Value Join(IReadOnlyList<Value> parts, int axis) =>
        parts.Count == 1 ? parts[0] : parts[0].Scope.Add(new Concat(axis), parts.ToArray());
}
