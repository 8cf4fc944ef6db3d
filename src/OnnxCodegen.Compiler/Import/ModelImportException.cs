using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Import;

/// <summary>All the problems of a model.</summary>
internal sealed class ModelImportException(IReadOnlyList<ModelException> problems)
    : Exception(string.Join(Environment.NewLine, problems.Select(p => p.Message)))
{
    public IReadOnlyList<ModelException> Problems { get; } = problems;
}
