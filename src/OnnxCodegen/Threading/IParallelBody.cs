namespace OnnxCodegen.Threading;

/// <summary>Work cut into independent parts.</summary>
public interface IParallelBody
{
    /// <summary>Does part <paramref name="part"/>, on any thread, at the same time as other parts: all share this value and may not write to it.</summary>
    void Invoke(int part);
}
