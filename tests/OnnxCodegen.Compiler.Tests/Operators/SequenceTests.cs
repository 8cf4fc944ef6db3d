using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Operators;
using OnnxCodegen.Compiler.Primitives;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.LoweredInAllForms;

namespace OnnxCodegen.Compiler.Tests.Operators;

public sealed class SequenceTests
{
    static readonly SequenceType OfVectors = new(new HeldTensorType(ElementType.Float, [null]));
    static readonly ListContents List = new([Floats(1, 2), Floats(3), Floats(4, 5, 6)]);

    readonly Scope scope = new();

    [Fact]
    public void Elements_of_a_known_list_are_the_values_themselves()
    {
        Value x = Vector("x");
        Value y = Vector("y");
        Value list = SequenceOperators.SequenceConstruct([x, y]);

        Assert.Same(y, SequenceOperators.SequenceAt(list, Number(-1)));
        Assert.Same(x, SequenceOperators.SequenceAt(SequenceOperators.SequenceErase(list), Number(0)));
        Assert.Same(x, SequenceOperators.SequenceAt(SequenceOperators.SequenceInsert(list, x, Number(1)), Number(1)));
        Assert.Equal([2L], SequenceOperators.SequenceLength(list).Literal!.Read().Longs);
        Assert.Throws<ModelException>(() => SequenceOperators.SequenceAt(list, Number(2)));
    }

    [Theory]
    [InlineData(0, new double[] { 1, 2 })]
    [InlineData(-1, new double[] { 4, 5, 6 })]
    public void An_element_is_found_at_run_time(long position, double[] expected)
    {
        Value list = Add("list", OfVectors);
        Value at = Add("at", new TensorType(ElementType.Int64, Shape.Scalar));

        Contents result = Run([list, at], [SequenceOperators.SequenceAt(list, at)], List, Tensor.Scalar(position))[0];

        Assert.Equal(expected, ((Tensor)result).Doubles);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-4)]
    public void A_position_outside_the_sequence_is_refused(long position)
    {
        Value list = Add("list", OfVectors);
        Value at = Add("at", new TensorType(ElementType.Int64, Shape.Scalar));

        Assert.Throws<ModelException>(() => Run([list, at], [SequenceOperators.SequenceAt(list, at)], List, Tensor.Scalar(position)));
    }

    [Fact]
    public void Elements_are_inserted_and_erased_at_run_time()
    {
        Value list = Add("list", OfVectors);
        Value x = Vector("x");
        Value longer = SequenceOperators.SequenceInsert(SequenceOperators.SequenceInsert(list, x), x, Number(-4));
        Value shorter = SequenceOperators.SequenceErase(SequenceOperators.SequenceErase(longer, Number(1)));

        IReadOnlyList<Contents> results = Run([list, x], [longer, shorter, SequenceOperators.SequenceLength(longer)], List, Floats(7));

        Assert.Equal([7, 1, 3, 4, 7], First(results[0]));
        Assert.Equal([7, 3, 4], First(results[1]));
        Assert.Equal([5L], ((Tensor)results[2]).Longs);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Parts_of_one_length_are_cut_from_known_and_unknown_axes(bool isKnown)
    {
        Value x = Add("x", new TensorType(ElementType.Float, Shape.Of(2, isKnown ? Dim.Constant(5) : Dim.Of(scope.Fresh("n")))));
        Value parts = SequenceSplits.SplitToSequence(x, Number(2), axis: -1);
        Value columns = SequenceSplits.SplitToSequence(x, axis: 1, keepdims: false);

        IReadOnlyList<Contents> results = Run([x], [parts, columns], Counting(2, 5));

        Assert.Equal([[2, 2], [2, 2], [2, 1]], Lists.List(results[0]).Select(part => ((Tensor)part).Dims));
        Assert.Equal([0, 1, 5, 6], ((Tensor)Lists.List(results[0])[0]).Doubles);
        Assert.Equal([4, 9], ((Tensor)Lists.List(results[1])[4]).Doubles);
        Assert.Equal([2L], ((Tensor)Lists.List(results[1])[4]).Dims);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Parts_of_given_lengths_are_cut_by_known_and_unknown_vectors(bool isKnown)
    {
        Value x = Add("x", new TensorType(ElementType.Float, Shape.Of(5)));
        Value lengths = Add("lengths", new TensorType(ElementType.Int64, Shape.Of(isKnown ? Dim.Constant(2) : Dim.Of(scope.Fresh("n")))));

        Contents parts = Run([x, lengths], [SequenceSplits.SplitToSequence(x, lengths)], Counting(5), Longs(1, 4))[0];

        Assert.Equal([0, 1], First(parts));
    }

    [Fact]
    public void A_sequence_is_joined_along_an_axis_and_along_a_new_one()
    {
        Value list = Add("list", OfVectors);
        Value joined = SequenceSplits.ConcatFromSequence(list, axis: 0);
        Value stacked = SequenceSplits.ConcatFromSequence(list, axis: -1, newAxis: true);

        Assert.Equal([1, 2, 3, 4, 5, 6], ((Tensor)Run([list], [joined], List)[0]).Doubles);
        var pairs = (Tensor)Run([list], [stacked], new ListContents([Floats(1, 2), Floats(3, 4)]))[0];
        Assert.Equal([2L, 2], pairs.Dims);
        Assert.Equal([1, 3, 2, 4], pairs.Doubles);
        Assert.Throws<ModelException>(() => Run([list], [stacked], List));
    }

    [Fact]
    public void A_loop_fills_an_empty_sequence_whose_rank_it_finds()
    {
        Value trips = Add("trips", new TensorType(ElementType.Int64, Shape.Scalar));
        Value empty = SequenceOperators.SequenceEmpty(scope, ElementType.Int64);
        Value filled = Iteration.Over(scope, DimVectors.Scalar(trips), null, [empty], (inner, index, carried) =>
            new LoopRun(null, [SequenceOperators.SequenceInsert(carried[0], Algebra.Iota(inner, index))], []))[0];
        Value joined = SequenceSplits.ConcatFromSequence(filled, axis: 0);

        Assert.Equal([0L, 0, 1, 0, 1, 2], ((Tensor)Run([trips], [joined], Tensor.Scalar(4))[0]).Longs);
    }

    [Fact]
    public void A_graph_runs_for_each_element()
    {
        Value list = Add("list", OfVectors);
        Value x = Add("x", new TensorType(ElementType.Float, Shape.Scalar));
        static IReadOnlyList<Value> Body(Scope inner, IReadOnlyList<Value> inputs) => [inputs[0] + inputs[1], inputs[0] * inputs[0]];

        IReadOnlyList<Contents> results = Run([list, x], SequenceOperators.SequenceMap(scope, [list, x], Body), List, new Tensor(ElementType.Float, [], new double[] { 10 }));

        Assert.Equal([11, 13, 14], First(results[0]));
        Assert.Equal([16, 25, 36], ((Tensor)Lists.List(results[1])[2]).Doubles);
    }

    [Fact]
    public void A_graph_that_runs_for_each_element_of_a_known_list_is_written_out()
    {
        Value x = Vector("x");
        Value y = Vector("y");
        Value list = SequenceOperators.SequenceConstruct([x, y]);

        Value mapped = SequenceOperators.SequenceMap(scope, [list], (_, inputs) => inputs)[0];

        Assert.Same(y, SequenceOperators.SequenceAt(mapped, Number(1)));
    }

    [Fact]
    public void Whether_an_optional_has_a_value_is_known_or_found()
    {
        Value x = Vector("x");
        Value known = Optionals.Optional(scope, x);
        Value none = Optionals.Optional(scope, type: new OnnxType.Tensor(ElementType.Float, null));
        Value given = Add("given", new OptionalType(new HeldTensorType(ElementType.Float, [null])));

        Assert.Equal([1L], Optionals.OptionalHasElement(scope, known).Literal!.Read().Longs);
        Assert.Equal([0L], Optionals.OptionalHasElement(scope, none).Literal!.Read().Longs);
        Assert.Equal([0L], Optionals.OptionalHasElement(scope).Literal!.Read().Longs);
        Assert.Equal([1L], Optionals.OptionalHasElement(scope, x).Literal!.Read().Longs);
        Assert.Same(x, Optionals.OptionalGetElement(known));
        Value has = Optionals.OptionalHasElement(scope, given);
        Assert.Equal([0L], ((Tensor)Run([given], [has], AbsentContents.Instance)[0]).Longs);
        Assert.Equal([1L], ((Tensor)Run([given], [has], Floats(1))[0]).Longs);
        Assert.Equal([5], ((Tensor)Run([given], [Optionals.OptionalGetElement(given)], Floats(5))[0]).Doubles);
        Assert.Throws<ModelException>(() => Run([given], [Optionals.OptionalGetElement(given)], AbsentContents.Instance));
    }

    [Fact]
    public void Branches_give_sequences_of_different_ranks()
    {
        Value condition = Add("c", new TensorType(ElementType.Bool, Shape.Scalar));
        Value x = Vector("x");
        Value result = Conditional.Of(
            condition,
            inner => [SequenceOperators.SequenceConstruct([inner.Capture(x)])],
            inner => [SequenceOperators.SequenceConstruct([Views.Unsqueeze(inner.Capture(x), 0)])])[0];

        Contents taken = Run([condition, x], [result], new Tensor(ElementType.Bool, [], new[] { 0L }), Floats(1, 2))[0];

        Assert.Equal("seq(float[...])", result.Type.ToString());
        Assert.Equal([1L, 2], ((Tensor)Lists.List(taken)[0]).Dims);
    }

    [Fact]
    public void Wrong_types_are_named()
    {
        Value x = Vector("x");
        Value numbers = Add("numbers", new TensorType(ElementType.Int64, Shape.Of(3)));
        Value list = Add("list", OfVectors);
        Value any = Add("any", new SequenceType(new HeldTensorType(ElementType.Float, null)));

        AssertRefused("A sequence of tensors is expected here, but the value is of type float[n].", () => SequenceOperators.SequenceAt(x, Number(0)));
        AssertRefused("A tensor is expected here, but the value is of type seq(float[?]).", () => Algebra.Exp(list));
        AssertRefused("A value of type int64[3] cannot be inserted into a sequence of type seq(float[?]).", () => SequenceOperators.SequenceInsert(list, numbers));
        AssertRefused("A value is of type float[n] or of type int64[3].", () => SequenceOperators.SequenceConstruct([x, numbers]));
        AssertRefused("The rank of a tensor of type float[...] is not known; ranks must be known when compiling.", () => SequenceOperators.SequenceAt(any, Number(0)));
        AssertRefused("A sequence is constructed of one tensor at least.", () => SequenceOperators.SequenceConstruct([]));
        AssertRefused("An optional without a value needs the attribute 'type'.", () => Optionals.Optional(scope));
        AssertRefused("A value of type optional(float[n]) is optional already.", () => Optionals.Optional(scope, Optionals.Optional(scope, x)));
        AssertRefused("The parts have the length 0.", () => SequenceSplits.SplitToSequence(x, Number(0)));
        AssertRefused("The first input is a sequence, but it is of type float[n].", () => SequenceOperators.SequenceMap(scope, [x], (_, inputs) => inputs));
    }

    static void AssertRefused(string message, Func<object> lower) => Assert.Equal(message, Assert.Throws<ModelException>(lower).Message);

    static IEnumerable<double> First(Contents list) => Lists.List(list).Select(element => ((Tensor)element).Doubles[0]);

    static IReadOnlyList<Contents> Run(Value[] inputs, IReadOnlyList<Value> results, params Contents[] contents) => GraphEvaluator.RunAll(
        new Graph("test", inputs, results.Select((value, i) => new GraphOutput($"y{i}", value)).ToArray()), contents);

    Value Number(long number) => scope.Constant(Tensor.Scalar(number));

    Value Vector(string name) => Add(name, new TensorType(ElementType.Float, Shape.Of(Dim.Of(new Symbol("n", 0, Symbol.MaximumLength)))));

    Value Add(string name, ValueType type) => scope.Add(new Parameter(name, type));
}
