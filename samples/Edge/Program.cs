using System;
using System.Diagnostics;
using System.IO;
using OnnxCodegen.Samples;

// A digit recogniser as a native binary: what it weighs, how fast it starts and how fast it answers.
const string Once = "--once";
const int Starts = 20;
const int Predictions = 2000;

float[] image = new float[64];
image.AsSpan(24, 8).Fill(1);
float[] probabilities = new float[10];
DigitsCnn.Predict(image, probabilities);
if (args is [Once])
    return;

Console.WriteLine(FormattableString.Invariant($"Size:     {new FileInfo(Environment.ProcessPath!).Length / 1e6:F2} MB, weights and runtime included"));
Console.WriteLine(FormattableString.Invariant($"Start-up: {Median(Starts, StartOnce):F1} ms from launch to exit with one prediction"));
Console.WriteLine(FormattableString.Invariant($"Latency:  {1000 * Median(Predictions, () => DigitsCnn.Predict(image, probabilities)):F1} µs a prediction"));

static void StartOnce()
{
    using Process process = Process.Start(Environment.ProcessPath!, Once);
    process.WaitForExit();
}

static double Median(int count, Action action)
{
    var milliseconds = new double[count];
    for (int i = 0; i < count; i++)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        milliseconds[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
    Array.Sort(milliseconds);
    return milliseconds[count / 2];
}
