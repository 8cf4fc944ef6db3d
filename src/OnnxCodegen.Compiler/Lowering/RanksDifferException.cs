using System;
using System.Collections.Generic;

namespace OnnxCodegen.Compiler;

/// <summary>Two branches give results of different ranks, so that what reads the results must become part of the branches.</summary>
internal sealed class RanksDifferException(
    Value condition, Func<Scope, IReadOnlyList<Value>> then, Func<Scope, IReadOnlyList<Value>> otherwise, string message)
    : Exception(message)
{
    public Value Condition { get; } = condition;

    public Func<Scope, IReadOnlyList<Value>> Then { get; } = then;

    public Func<Scope, IReadOnlyList<Value>> Otherwise { get; } = otherwise;
}
