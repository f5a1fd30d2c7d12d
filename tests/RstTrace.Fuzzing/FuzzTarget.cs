using System;
using System.Collections.Generic;

namespace RstTrace.Fuzzing;

/// <summary>A parser, and what it promises for any input.</summary>
abstract class FuzzTarget
{
    /// <summary>What one types to choose it.</summary>
    public abstract string Name { get; }

    /// <summary>Octets of an input at most.</summary>
    public virtual int Longest => 4096;

    /// <summary>What its format likes to see.</summary>
    public virtual IReadOnlyList<byte[]> Words => [];

    /// <summary>Real inputs to begin with.</summary>
    public abstract IEnumerable<byte[]> Seeds();

    /// <summary>Parses it.</summary>
    /// <exception cref="Exception">Any: a promise was broken. <see cref="BrokenPromise"/> where
    /// the target itself saw it.</exception>
    public abstract void Run(ReadOnlySpan<byte> input);

    /// <summary>Changes an input as only somebody can who knows the format.</summary>
    /// <returns>False where it left it as it is.</returns>
    public virtual bool Change(Draft draft, Dice dice) => false;
}

/// <summary>An input was parsed, and what came out is not what was promised.</summary>
sealed class BrokenPromise(string message) : Exception(message);
