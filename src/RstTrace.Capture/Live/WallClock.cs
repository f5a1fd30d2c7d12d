using System;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Live;

/// <summary>The clock of this host, with which the kernel stamps frames: the one place where it is
/// asked, since the engine knows only times that it is told.</summary>
public static class WallClock
{
    /// <summary>The moment.</summary>
    public static Timestamp Now
        => new((TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks
            * TimeSpan.NanosecondsPerTick);
}
