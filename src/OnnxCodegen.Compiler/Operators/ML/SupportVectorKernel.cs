using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>A kernel function of two vectors of features.</summary>
internal sealed record SupportVectorKernel(string Type, double Gamma, double Coefficient, double Degree)
{
    /// <param name="parameters">Gamma, the constant term and the degree.</param>
    public static SupportVectorKernel Of(string type, IReadOnlyList<double>? parameters)
    {
        if (type is not ("LINEAR" or "POLY" or "RBF" or "SIGMOID"))
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"'{type}' is no kernel_type.");
        double At(int i) => parameters is not null && i < parameters.Count ? parameters[i] : 0;
        return new(type, At(0), At(1), At(2));
    }

    /// <summary>The function of each row of features and each support vector.</summary>
    public Value Apply(Value features, double[] vectors, int count)
    {
        if (vectors.Length == 0 || vectors.Length % count != 0)
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"The support_vectors do not fill {count} rows.");
        if (Type == "RBF")
            return Map(Distances(features, vectors, count), d => Exp(-Gamma * d));
        Value products = Products(features, vectors, count);
        return Type switch
        {
            "POLY" => Map(products, p => Pow((Gamma * p) + Coefficient, ScalarExpr.Literal(p.Type, Degree))),
            "SIGMOID" => Map(products, p => Tanh((Gamma * p) + Coefficient)),
            _ => products,
        };
    }

    /// <summary>|x − v|² = |x|² + |v|² − 2·x·v. Both are taken relative to the mean of the vectors, near which the features lie, as the
    /// difference of large squares would lose digits.</summary>
    static Value Distances(Value features, double[] vectors, int count)
    {
        int width = vectors.Length / count;
        double[] mean = Enumerable.Range(0, width)
            .Select(i => ElementConversion.Round(Enumerable.Range(0, count).Average(v => vectors[(v * width) + i]), ElementType.Float)).ToArray();
        double[] relative = vectors.Select((v, i) => ElementConversion.Round(v - mean[i % width], ElementType.Float)).ToArray();
        double[] squares = Enumerable.Range(0, count)
            .Select(v => ElementConversion.Round(relative.Skip(v * width).Take(width).Sum(r => r * r), ElementType.Float)).ToArray();
        Value centred = features - LinearModels.Row(features.Scope, mean);
        Value lengths = Reductions.Sum(Map(centred, c => c * c), 1);
        return Map(Products(centred, relative, count), lengths, LinearModels.Row(features.Scope, squares),
            (p, x, v) => Maximum(x + v - (2 * p), 0));
    }

    static Value Products(Value features, double[] vectors, int count) => Contractions.MatMul(
        features, Views.Permute(LinearModels.Matrix(features.Scope, vectors, count, vectors.Length / count), new[] { 1, 0 }));
}
