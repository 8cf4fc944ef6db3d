using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using OnnxCodegen.Compiler.Emission;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Planning;
using OnnxCodegen.Compiler.Rewriting;

namespace OnnxCodegen.Compiler;

/// <summary>The pipeline: from a model's file to C# text.</summary>
internal static class OnnxCompiler
{
    /// <summary>The class as users see it, without the forward pass.</summary>
    public static GeneratedModel Signature(ModelSource source, CompilerOptions options, CancellationToken cancellation = default) =>
        Report(source, options, () =>
        {
            SurfaceModel surface = Import(source, options, cancellation).Surface;
            return new GeneratedModel(options.HintName, Surface.Emit(surface), null, Array.Empty<ModelDiagnostic>());
        });

    /// <summary>The class and its forward pass.</summary>
    public static GeneratedModel Compile(ModelSource source, CompilerOptions options, CancellationToken cancellation = default) =>
        Report(source, options, () =>
        {
            (OnnxModel model, Graph graph, SurfaceModel surface) = Import(source, options, cancellation);
            Graph canonical = Rewriter.Rewrite(graph, options.Precision, cancellation);
            Plan plan = Planner.Plan(canonical, options.Precision, cancellation);
            string forward = ForwardEmitter.Emit(plan, model, ModelResource.Of(options.Resource), surface.ForwardClass, options.Profile);
            string implementation = Surface.EmitImplementation(surface, forward, plan.ScratchBytes, plan.Prepares);
            return new GeneratedModel(options.HintName, Surface.Emit(surface), implementation, Array.Empty<ModelDiagnostic>());
        });

    static (OnnxModel Model, Graph Graph, SurfaceModel Surface) Import(
        ModelSource source, CompilerOptions options, CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, long> dims = DimOptions.Parse(options.Dims);
        OnnxModel model = ModelReader.Read(source, cancellation);
        OnnxModel inlined = GraphOrder.Sort(FunctionInliner.Inline(model, cancellation), cancellation);
        Graph imported = GraphImporter.Import(inlined, dims, cancellation);
        (Graph graph, IReadOnlyList<Tensor?> labels) = LabelledOutputs.Split(imported);
        return (inlined, graph, SurfaceBuilder.Build(model, graph, labels, options));
    }

    /// <summary>Turns what is wrong with a model into diagnostics.</summary>
    static GeneratedModel Report(ModelSource source, CompilerOptions options, Func<GeneratedModel> compile)
    {
        try
        {
            return compile();
        }
        catch (ModelImportException exception)
        {
            return Failed(options, exception.Problems.Select(problem => new ModelDiagnostic(problem.Code, problem.Message)));
        }
        catch (ModelException exception)
        {
            return Failed(options, [new(exception.Code, exception.InModel(source.Path).Message)]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Failed(options, [new(DiagnosticCode.UnreadableFile, $"{source.Path}: {exception.Message}")]);
        }
        catch (OverflowException)
        {
            return Failed(options, [new(DiagnosticCode.InvalidModel, $"{source.Path}: A size of the model is larger than 64 bits hold.")]);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return Failed(options, [new(DiagnosticCode.InternalError, $"{source.Path}: {exception.GetType().Name}: {exception.Message}")]);
        }
    }

    static GeneratedModel Failed(CompilerOptions options, IEnumerable<ModelDiagnostic> diagnostics) =>
        new(options.HintName, null, null, diagnostics.ToArray());
}
