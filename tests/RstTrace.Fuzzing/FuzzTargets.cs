using System.Collections.Generic;
using RstTrace.Fuzzing.Targets;

namespace RstTrace.Fuzzing;

/// <summary>All targets. To add one: its file, and its line here.</summary>
static class FuzzTargets
{
    /// <summary>New ones, each with nothing kept of earlier runs.</summary>
    public static IReadOnlyList<FuzzTarget> All =>
    [
        new FrameTarget(), new OptionsTarget(), new OpeningTarget(), new PcapTarget(),
        new PcapngTarget(), new GzipTarget(), new TracerTarget(), new EventLinesTarget(),
    ];
}
