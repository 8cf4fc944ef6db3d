namespace OnnxCodegen.Benchmarks;

/// <summary>One run of a model on bound inputs.</summary>
public interface ICall
{
    /// <summary>Runs the model once.</summary>
    void Invoke();
}
