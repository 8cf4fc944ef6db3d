using System;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Operators;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.LoweredInAllForms;

namespace OnnxCodegen.Compiler.Tests.Operators;

public class SupportVectorTests
{
    static readonly double[] Vectors = [2000, 1, 2010, 3, 1990, 2];

    static readonly Tensor Features = Floats([2, 2], 2001, 2, 1995, 1);

    [Theory]
    [InlineData("LINEAR")]
    [InlineData("POLY")]
    [InlineData("RBF")]
    [InlineData("SIGMOID")]
    public void Scores_are_sums_of_the_kernel_function(string kernel)
    {
        double[] parameters = [0.01, 0.5, 2], coefficients = [0.5, -1, 0.25];
        Tensor y = Run(x => SupportVectorMachines.SVMRegressor(x[0], coefficients, [0.125], parameters, kernel, 3, supportVectors: Vectors), Features);
        Assert.Equal([2L, 1], y.Dims);
        for (int row = 0; row < 2; row++)
        {
            double expected = 0.125 + Enumerable.Range(0, 3).Sum(v => coefficients[v] * Kernel(kernel, row, v));
            Assert.Equal(expected, y.Doubles[row], 1e-5 * (1 + Math.Abs(expected)));
        }
    }

    [Fact]
    public void One_class_tells_inside_from_outside()
    {
        Tensor y = Run(x => SupportVectorMachines.SVMRegressor(x[0], [1, -1], [-1998.0], oneClass: 1), Features);
        Assert.Equal([1.0, -1], y.Doubles);
    }

    [Fact]
    public void Pairs_vote_and_the_first_of_equal_classes_wins()
    {
        // One vector a class; with the linear kernel the scores of the pairs are those below.
        (Tensor label, Tensor scores) = Classify([1.0, 0, 0, 1], [0.5, 0, -1], null, ["a", "b", "c"]);
        Assert.Equal(["c", "c"], label.Strings);
        Assert.Equal([2L, 3], scores.Dims);
    }

    [Fact]
    public void Probabilities_of_pairs_become_those_of_classes()
    {
        (_, Tensor p) = Classify([1.0, 0, 0, 1], [0.5, 0, -1], [-1, -1, -1], ["a", "b", "c"]);
        Assert.Equal([2L, 3], p.Dims);
        Assert.Equal(1, p.Doubles.Take(3).Sum(), 1e-5);
    }

    [Fact]
    public void Two_classes_have_opposite_scores()
    {
        Tensor x = Floats([1, 2], 3, 4);
        var results = RunAll(
            v => Both(SupportVectorMachines.SVMClassifier(v[0], [1, -1], [0.5], classlabelsInts: [7, 9], supportVectors: [1, 0, 0, 1], vectorsPerClass: [1, 1])), x);
        Assert.Equal([9L], results[0].Longs);
        Assert.Equal([0.5, -0.5], results[1].Doubles);
    }

    [Fact]
    public void One_row_of_coefficients_a_class_needs_no_vectors()
    {
        var results = RunAll(
            v => Both(SupportVectorMachines.SVMClassifier(v[0], [1, 0, 0, 1, 1, 1], [-1], classlabelsInts: [1, 2, 3])), Floats([1, 2], 1, 2));
        Assert.Equal([3L], results[0].Longs);
        Assert.Equal([0.0, 1, 2], results[1].Doubles);
    }

    [Fact]
    public void Counts_that_do_not_fit_are_told()
    {
        Assert.Throws<ModelException>(() => Run(x => SupportVectorMachines.SVMRegressor(x[0], [1, 1], [0.0], nSupports: 2, supportVectors: [1, 2, 3]), Features));
        Assert.Throws<ModelException>(() => Run(x => SupportVectorMachines.SVMRegressor(x[0], [1, 1], [0.0], kernelType: "CUBIC", nSupports: 1, supportVectors: [1, 2]), Features));
        Assert.Throws<ModelException>(() => Classify([1.0], [0.5], null, ["a", "b", "c"]));
    }

    static (Tensor Label, Tensor Scores) Classify(double[] coefficients, double[] rho, double[]? slopes, string[] labels)
    {
        var results = RunAll(
            v => Both(SupportVectorMachines.SVMClassifier(
                v[0], [.. coefficients, 0, 0], rho, classlabelsStrings: labels, probA: slopes, probB: slopes is null ? null : [0, 0, 0],
                supportVectors: [1, 0, 0, 1, 1, 1], vectorsPerClass: [1, 1, 1])),
            Floats([2, 2], -1, -2, -3, -4));
        return (results[0], results[1]);
    }

    static Value[] Both((Value, Value) results) => [results.Item1, results.Item2];

    static double Kernel(string kernel, int row, int vector)
    {
        (double a, double b) = (Features.Doubles[row * 2], Features.Doubles[(row * 2) + 1]);
        (double u, double v) = (Vectors[vector * 2], Vectors[(vector * 2) + 1]);
        double dot = (a * u) + (b * v), distance = ((a - u) * (a - u)) + ((b - v) * (b - v));
        return kernel switch
        {
            "POLY" => Math.Pow((0.01 * dot) + 0.5, 2),
            "RBF" => Math.Exp(-0.01 * distance),
            "SIGMOID" => Math.Tanh((0.01 * dot) + 0.5),
            _ => dot,
        };
    }
}
