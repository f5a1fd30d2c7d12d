using System;

namespace RstTrace.Benchmarks;

/// <summary>A benchmark of work that was not done says nothing.</summary>
static class Expected
{
    /// <exception cref="InvalidOperationException">Some frames were not decoded.</exception>
    public static void AllDecoded(long decoded, long frames)
    {
        if (decoded != frames)
            throw new InvalidOperationException($"{decoded} of {frames} frames were decoded");
    }
}
