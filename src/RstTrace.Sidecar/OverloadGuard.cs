using System;

namespace RstTrace.Sidecar;

/// <summary>Has fewer flows taken while the host cannot keep up, and more when it can: looked at
/// once a second.</summary>
/// <param name="sampler">Takes fewer or more.</param>
/// <param name="say">Says so.</param>
public sealed class OverloadGuard(FlowSampler sampler, Action<string> say)
{
    const int Patience = 10; // calm seconds before more flows are taken
    const double CalmShare = 0.45; // of the limit: twice the flows may take twice the time

    TimeSpan _used = Environment.CpuUsage.TotalTime;
    long _dropped;
    int _calm;

    /// <summary>Share of one processor in percent that may be used; null for no limit.</summary>
    public int? CpuPercent { get; set; }

    /// <summary>Share of one processor that was used between the last two calls, in
    /// percent.</summary>
    public double Used { get; private set; }

    /// <summary>A second, or so, has passed.</summary>
    /// <param name="elapsed">How long since the last call.</param>
    /// <param name="dropped">Frames that the kernel dropped so far.</param>
    public void Look(TimeSpan elapsed, long dropped)
    {
        TimeSpan used = Environment.CpuUsage.TotalTime;
        Used = 100 * (used - _used) / elapsed;
        long lost = dropped - _dropped;
        (_used, _dropped) = (used, dropped);

        bool isBusy = CpuPercent is { } most && Used > most;
        if (lost > 0 || isBusy)
        {
            _calm = 0;
            if (!sampler.Halve()) return;
            string reason = lost > 0
                ? $"the kernel dropped {lost} packets"
                : $"it took {Used:0} % of a processor, and {CpuPercent} are allowed";
            say($"overload: {reason}; only 1 in {1 << sampler.Halvings} connections is looked at");
        }
        else if (++_calm >= Patience && (CpuPercent is not { } limit || Used < limit * CalmShare))
        {
            _calm = 0;
            if (!sampler.Restore()) return;
            say(sampler.Halvings == 0
                ? "overload is over: every connection is looked at again"
                : $"overload eases: 1 in {1 << sampler.Halvings} connections is looked at");
        }
    }
}
