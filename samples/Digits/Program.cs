using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics.Tensors;
using OnnxCodegen.Samples;

// Recognises handwritten digits of 8 × 8 pixels. The one argument is how many of them to draw.
int drawn = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
Digit[] digits = Digit.ReadAll();
int right = 0;
Span<float> probabilities = stackalloc float[10];
for (int i = 0; i < digits.Length; i++)
{
    DigitsCnn.Predict(digits[i].Pixels, probabilities);
    int prediction = TensorPrimitives.IndexOfMax<float>(probabilities);
    right += prediction == digits[i].Label ? 1 : 0;
    if (i < drawn)
        Draw(digits[i], prediction, probabilities[prediction]);
}
Console.WriteLine(FormattableString.Invariant($"Accuracy: {right} of {digits.Length} ({100.0 * right / digits.Length:F1} %)"));

static void Draw(Digit digit, int prediction, float confidence)
{
    const string Shades = " ░▒▓█";
    for (int row = 0; row < Digit.Size; row++)
    {
        var line = digit.Pixels.AsSpan(row * Digit.Size, Digit.Size).ToArray().Select(pixel => Shades[(int)MathF.Round(pixel * (Shades.Length - 1))]);
        Console.WriteLine("  " + string.Concat(line.Select(shade => new string(shade, 2))));
    }
    string bar = new string('█', (int)MathF.Round(confidence * 20)).PadRight(20, '░');
    Console.WriteLine(FormattableString.Invariant($"  {prediction}  {bar} {100 * confidence:F1} %, labelled {digit.Label}\n"));
}

/// <summary>A scanned digit.</summary>
/// <param name="Pixels">Rows of ink, from 0 to 1.</param>
sealed record Digit(int Label, float[] Pixels)
{
    public const int Size = 8;
    const float FullInk = 16;

    /// <summary>Reads digits.csv, which holds the label and the pixels from 0 to 16 on each line after the first.</summary>
    public static Digit[] ReadAll()
    {
        using var reader = new StreamReader(typeof(Digit).Assembly.GetManifestResourceStream("digits.csv")!);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Parse)];
    }

    static Digit Parse(string line)
    {
        int[] numbers = [.. line.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        return new Digit(numbers[0], [.. numbers[1..].Select(ink => ink / FullInk)]);
    }
}
