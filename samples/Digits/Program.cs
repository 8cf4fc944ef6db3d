using System;
using OnnxCodegen.Samples;
Console.WriteLine(DigitsCnn.Opsets);
var r = DigitsCnn.Predict(new float[64]);
