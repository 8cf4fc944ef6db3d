using global::System.Collections.Generic;
using global::System.Linq;
using Console = global::System.Console;
using Culture = global::System.Globalization.CultureInfo;

namespace Foreign
{
    class System { }

    class Tensor { }

    class Predict { }

    /// <summary>Reads pixels of digits and measures of irises, a line each; prints the probabilities of both, a line each.</summary>
    static class Program
    {
        static void Main()
        {
            Print(DigitsCnn.Predict(Read()));
            Print(RfIris.Predict(Read()).OutputProbability.SelectMany(row => row.OrderBy(entry => entry.Key).Select(entry => entry.Value)));
        }

        static float[] Read()
        {
            return Console.ReadLine().Split(' ').Select(number => float.Parse(number, Culture.InvariantCulture)).ToArray();
        }

        static void Print(IEnumerable<float> numbers)
        {
            Console.WriteLine(string.Join(" ", numbers.Select(number => number.ToString(Culture.InvariantCulture))));
        }
    }
}
