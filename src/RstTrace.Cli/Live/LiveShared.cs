using System;
using System.Collections.Generic;
using RstTrace.Capture.Live;
using RstTrace.Capture.Saving;
using RstTrace.Core;
using RstTrace.Sidecar;

namespace RstTrace.Cli.Live;

/// <summary>What the workers of a live capture share; each part guards itself.</summary>
sealed record LiveShared
{
    /// <summary>Where their events go.</summary>
    public required EventMerge Merge { get; init; }

    /// <summary>Where they say what they have counted.</summary>
    public required LiveBoard Board { get; init; }

    /// <summary>How many frames they take.</summary>
    public required FrameLimit Limit { get; init; }

    /// <summary>Keeps all their frames; null where none are kept.</summary>
    public FrameSaver? Saver { get; init; }

    /// <summary>Keeps those of connections that were reset; null where none are kept.</summary>
    public EvidenceKeeper? Evidence { get; init; }

    /// <summary>Keeps the headers of the latest frames, for each worker; null where they are not
    /// looked at again.</summary>
    public IReadOnlyList<RecentFrames>? Recent { get; init; }

    /// <summary>Tells which frames are taken under overload; null where all are.</summary>
    public FlowSampler? Sampler { get; init; }

    /// <summary>Gets what a worker has counted, some times a second, on its thread; null where
    /// nobody asks.</summary>
    public Action<int, Tracer, LiveSource>? Counted { get; init; }

    /// <summary>Shows what a device has to say.</summary>
    public required Action<string> Notice { get; init; }

    /// <summary>Called by each when it ends, with why, if it was not told to.</summary>
    public required Action<Exception?> WorkerEnded { get; init; }
}
