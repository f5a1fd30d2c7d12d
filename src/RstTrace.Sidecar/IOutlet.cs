using System;
using RstTrace.Core;

namespace RstTrace.Sidecar;

/// <summary>Where the service's verdicts go beside standard output and the dashboard: the history,
/// a collector, a database.</summary>
/// <remarks>Events come from the capture's threads, one at a time: <see cref="IResetSink.Take(
/// Core.Resets.ResetEvent)"/> and its siblings never wait and never throw. What finds no room is
/// counted as dropped. Threads, files and connections are the outlet's own; disposing ends it
/// within some seconds, with what it could still deliver. Its connections are made through
/// <see cref="OwnTraffic.Connect"/>, so that their own resets are no news.</remarks>
public interface IOutlet : IResetSink, IDisposable
{
    /// <summary>Its name in metrics, messages and the configuration: <c>store</c>, <c>otlp</c>,
    /// <c>clickhouse</c>.</summary>
    string Name { get; }

    /// <summary>What it has counted. From any thread.</summary>
    OutletCounts Counts { get; }

    /// <summary>What ails it at present, in a line with what to do about it; null while all is
    /// well. From any thread.</summary>
    string? Ailment { get; }

    /// <summary>Takes a count of resets that came too fast to be told one by one. Never
    /// waits.</summary>
    void Take(SuppressedEvents suppressed)
    {
        // An outlet that keeps no such counts has nothing to do.
    }
}

/// <summary>What an outlet has counted since it began; all but the last two only grow.</summary>
/// <param name="Taken">Events and incidents that it was given.</param>
/// <param name="Delivered">Those that arrived: acknowledged, or committed.</param>
/// <param name="Dropped">Those that are lost for it: no room, too old, refused.</param>
/// <param name="Retried">Deliveries that were tried again, a batch counted once for each
/// try.</param>
/// <param name="Spooled">Events that wait now, in memory or on disk.</param>
/// <param name="SpoolOctets">Octets on disk now.</param>
public readonly record struct OutletCounts(
    long Taken, long Delivered, long Dropped, long Retried, long Spooled, long SpoolOctets);
