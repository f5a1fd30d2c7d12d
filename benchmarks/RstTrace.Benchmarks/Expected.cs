using System;

namespace RstTrace.Benchmarks;

/// <summary>A benchmark of work that was not done says nothing.</summary>
static class Expected
{
    /// <exception cref="InvalidOperationException">Some frames did not come through.</exception>
    public static void All(long through, long frames)
    {
        if (through != frames)
            throw new InvalidOperationException($"{through} of {frames} frames came through");
    }
}
