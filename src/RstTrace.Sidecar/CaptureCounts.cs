using System.Threading;
using RstTrace.Capture.Live;
using RstTrace.Core;

namespace RstTrace.Sidecar;

/// <summary>What the workers of the capture have counted, as they say some times a
/// second.</summary>
/// <remarks>For all threads.</remarks>
/// <param name="workers">How many there are.</param>
public sealed class CaptureCounts(int workers)
{
    readonly Lock _gate = new();
    readonly WorkerCounts?[] _latest = new WorkerCounts?[workers];

    /// <summary>A worker says what it has counted. On its thread.</summary>
    /// <param name="worker">Its place.</param>
    /// <param name="engine">Its engine.</param>
    /// <param name="source">What became of its frames.</param>
    /// <param name="isAway">Whether its device is away.</param>
    public void Set(int worker, Tracer engine, LiveCounts source, bool isAway)
    {
        var counters = new TraceCounters();
        counters.Add(engine.Counters);
        var counts = new WorkerCounts(counters, engine.Connections, source, isAway);
        lock (_gate) _latest[worker] = counts;
    }

    /// <summary>The sum over all workers.</summary>
    public WorkerCounts Sum()
    {
        var counters = new TraceCounters();
        var connections = new ConnectionCounts();
        long frames = 0, received = 0, dropped = 0, droppedByInterface = 0;
        bool isAway = false;
        lock (_gate)
        {
            foreach (WorkerCounts? one in _latest)
            {
                if (one is null) continue;
                counters.Add(one.Counters);
                connections += one.Connections;
                frames += one.Source.Captured;
                received += one.Source.Received;
                dropped += one.Source.DroppedByKernel;
                droppedByInterface += one.Source.DroppedByInterface;
                isAway |= one.IsAway;
            }
        }

        return new WorkerCounts(
            counters, connections, new LiveCounts(frames, received, dropped, droppedByInterface),
            isAway);
    }
}

/// <summary>What one worker, or all of them, have counted.</summary>
/// <param name="Counters">What the engine counted.</param>
/// <param name="Connections">What became of connections.</param>
/// <param name="Source">What became of frames.</param>
/// <param name="IsAway">Whether the device is away.</param>
public sealed record WorkerCounts(
    TraceCounters Counters, ConnectionCounts Connections, LiveCounts Source, bool IsAway);
