using System;
using System.Diagnostics;
using System.Threading;
using NUnit.Framework;

namespace RstTrace.Sidecar.Tests;

/// <summary>Waiting for what other threads do.</summary>
static class Eventually
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Returns when a condition holds; fails when it does not in half a minute.</summary>
    public static void Holds(Func<bool> condition, Func<string> otherwise)
    {
        long began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(began) > s_patience) Assert.Fail(otherwise());
            Thread.Sleep(10);
        }
    }
}
