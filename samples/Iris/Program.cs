using System;
using OnnxCodegen.Samples;
Console.WriteLine(RfIris.Opsets);
