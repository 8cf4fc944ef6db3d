using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using OnnxCodegen.Samples;

// Tells the species of irises by a random forest that scikit-learn trained.
string[] species = ["setosa", "versicolor", "virginica"];
Flower[] flowers = Flower.ReadAll();
RfIris.Prediction prediction = RfIris.Predict(flowers.SelectMany(flower => flower.Measures).ToArray());
int right = 0;
for (int i = 0; i < flowers.Length; i++)
{
    string predicted = species[prediction.OutputLabel[i]];
    IEnumerable<string> probabilities = prediction.OutputProbability[i]
        .Select(entry => string.Create(CultureInfo.InvariantCulture, $"{species[entry.Key]} {entry.Value:F2}"));
    right += predicted == flowers[i].Species ? 1 : 0;
    Console.WriteLine($"{i + 1,3}  {predicted,-10}  {string.Join(", ", probabilities)}{(predicted == flowers[i].Species ? "" : $"  (is {flowers[i].Species})")}");
}
Console.WriteLine(FormattableString.Invariant($"Accuracy: {right} of {flowers.Length} ({100.0 * right / flowers.Length:F1} %)"));

/// <summary>A flower of Fisher's collection.</summary>
/// <param name="Measures">Length and width of the sepals and the petals in cm.</param>
sealed record Flower(float[] Measures, string Species)
{
    /// <summary>Reads iris.csv, which holds the measures and the species on each line after the first.</summary>
    public static Flower[] ReadAll()
    {
        using var reader = new StreamReader(typeof(Flower).Assembly.GetManifestResourceStream("iris.csv")!);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Parse)];
    }

    static Flower Parse(string line)
    {
        string[] fields = line.Trim().Split(',');
        return new Flower([.. fields[..^1].Select(field => float.Parse(field, CultureInfo.InvariantCulture))], fields[^1]);
    }
}
