using System;
using RstTrace.Sidecar.Configuration;

namespace RstTrace.Cli.Sidecar;

/// <summary>How the memory that the service may take is shared out.</summary>
/// <remarks>Of 64 MiB some 30 are the program itself and its runtime. The kernel's buffer is mapped
/// into the process, so it counts; flows lie outside of the garbage collector's memory.</remarks>
static class SidecarMemory
{
    const int FlowOctets = 700, FewestFlows = 2_000, MostFlows = 1 << 20;
    const int LeastBuffer = 1 << 20, MostBuffer = 64 << 20;

    /// <summary>The kernel's buffers of all workers together: an eighth.</summary>
    public static int BufferOf(SidecarConfig config)
        => config.Capture.BufferOctets ?? (int)Math.Clamp(
            config.Limits.MemoryOctets / 8 / config.Capture.Workers, LeastBuffer, MostBuffer);

    /// <summary>The flows of one worker: an eighth of the memory for all.</summary>
    public static int FlowsOf(SidecarConfig config)
        => config.Capture.MaxFlows ?? (int)Math.Clamp(
            config.Limits.MemoryOctets / 8 / FlowOctets / config.Capture.Workers,
            FewestFlows, MostFlows);

    /// <summary>Tells the garbage collector that half is the most it may take: a bound, and no
    /// share. A control group's limit counts too, as it always does.</summary>
    public static void LimitHeap(SidecarConfig config)
    {
        AppContext.SetData("GCHeapHardLimit", (ulong)(config.Limits.MemoryOctets / 2));
        GC.RefreshMemoryLimit();
    }
}
