using System;

namespace RstTrace.Benchmarks;

/// <summary>A benchmark of work that was not done says nothing.</summary>
static class Expected
{
    /// <exception cref="InvalidOperationException">Not all came through.</exception>
    public static void All(long through, long expected)
    {
        if (through != expected)
            throw new InvalidOperationException($"{through} of {expected} came through");
    }
}
