namespace OnnxCodegen.Compiler.Emission;

/// <summary>Where the emitted class finds the model's bytes at run time.</summary>
/// <param name="ResourceFolder">The prefix of the resources' names, ending in <c>/</c>.</param>
/// <param name="FileName">The name of the model's file.</param>
internal sealed record ModelResource(string ResourceFolder, string FileName)
{
    /// <summary>Splits the name of the model's own resource.</summary>
    public static ModelResource Of(string resource)
    {
        int end = resource.LastIndexOf('/') + 1;
        return new ModelResource(resource.Substring(0, end), resource.Substring(end));
    }
}
