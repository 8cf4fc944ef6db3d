namespace OnnxCodegen.Compiler;

/// <summary>The functions of the package OnnxCodegen.Imaging that emitted code names.</summary>
internal static class ImagingNames
{
    /// <summary>Their type.</summary>
    public const string Decoder = "OnnxCodegen.Imaging.ImageDecoder";

    public const string Measure = "global::" + Decoder + ".Measure";
    public const string Decode = "global::" + Decoder + ".Decode";
}
