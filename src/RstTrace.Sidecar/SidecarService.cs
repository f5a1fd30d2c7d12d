using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Reports;
using RstTrace.Sidecar.Configuration;
using RstTrace.Sidecar.Dashboard;
using RstTrace.Sidecar.Metrics;

namespace RstTrace.Sidecar;

/// <summary>What becomes of verdicts in the unattended service: they are counted, and as many as
/// may be told go to the dashboard and to the outlets.</summary>
/// <remarks>Verdicts come one at a time from the threads that read frames, and wait for nobody.
/// <see cref="Tick"/> is called about once a second from one thread.</remarks>
public sealed class SidecarService : IResetSink, IDisposable
{
    const long SumUpEvery = 10_000; // milliseconds

    readonly ServiceLog _log;
    readonly EventLimiter _limiter = new();
    readonly OverloadGuard _guard;
    readonly IncidentTracker _incidents = new(new TraceCounters());
    readonly Dictionary<string, string?> _ailments = [];
    readonly Lock _gate = new(); // incidents, and the order of what outlets get
    readonly long _start = Stopwatch.GetTimestamp();
    long _summedUp, _ticked = Environment.TickCount64, _incidentsSince;
    bool _hasIncidents;
    volatile ServiceNames _names;
    volatile string? _obstacle = "it is about to begin";

    /// <param name="config">What it was told.</param>
    /// <param name="log">Standard error.</param>
    public SidecarService(SidecarConfig config, ServiceLog log)
    {
        _log = log;
        Config = config;
        _names = config.Services;
        _guard = new OverloadGuard(Sampler, message => log.Warn(message));
        Own = new OwnTraffic(address => Vantage?.IsLocal(address) ?? false);
        Rates = new ResetRates();
        Apply(config);
    }

    /// <summary>What it was told.</summary>
    public SidecarConfig Config { get; private set; }

    /// <summary>Tells of which flows frames are taken.</summary>
    public FlowSampler Sampler { get; } = new();

    /// <summary>Its own connections.</summary>
    public OwnTraffic Own { get; }

    /// <summary>What the capture has counted; null before it is open.</summary>
    public CaptureCounts? Capture { get; private set; }

    /// <summary>Where it looks from; null before the capture is open.</summary>
    public Vantage? Vantage { get; private set; }

    /// <summary>The newest events; null where there is no dashboard, or no capture yet.</summary>
    public RecentResets? Recent { get; private set; }

    /// <summary>What the kernel said of its own resets, and how many of these a verdict explains;
    /// null where it is not asked.</summary>
    public Func<KernelResets>? Kernel { get; set; }

    /// <summary>Why it does not do its work yet, or no more; null while it does.</summary>
    public string? Obstacle
    {
        get => _obstacle;
        set => _obstacle = value;
    }

    /// <summary>Whether the thread that looks after it still does.</summary>
    public bool IsAlive => Environment.TickCount64 - Volatile.Read(ref _ticked) < 30_000;

    /// <summary>Since it began.</summary>
    public TimeSpan Uptime => Stopwatch.GetElapsedTime(_start);

    /// <summary>Share of one processor that it takes, in percent.</summary>
    public double CpuUsed => _guard.Used;

    /// <summary>Events that were counted and not told.</summary>
    public long Suppressed => _limiter.Suppressed;

    /// <summary>Reset events judged, told or not.</summary>
    public long Resets => Counts.All;

    /// <summary>Readings of the configuration since the start, and those that failed.</summary>
    public (long Good, long Bad) Reloads { get; private set; }

    internal ResetCounts Counts { get; } = new();

    internal ResetRates Rates { get; }

    internal IReadOnlyList<IOutlet> Outlets { get; private set; } = [];

    /// <summary>The capture is open: verdicts will come.</summary>
    /// <param name="counts">What it counts.</param>
    /// <param name="vantage">Where it looks from.</param>
    /// <param name="recent">Shows the newest events; owned; null for no dashboard.</param>
    /// <param name="outlets">Where events go; owned.</param>
    public void Begin(
        CaptureCounts counts, Vantage vantage, RecentResets? recent,
        IReadOnlyList<IOutlet> outlets)
    {
        (Capture, Vantage, Recent, Outlets) = (counts, vantage, recent, outlets);
        Obstacle = null;
    }

    /// <inheritdoc/>
    public void Take(ResetEvent reset)
    {
        if (Own.Has(reset.Flow))
        {
            Counts.AddOwn();
            return;
        }

        string service = _names.Of(reset.Flow);
        Counts.Add(reset, service);
        Rates.Add(reset, (long)Uptime.TotalSeconds);
        bool isTold = _limiter.Takes(reset, Environment.TickCount64);
        lock (_gate)
        {
            _incidents.Take(reset);
            _hasIncidents = true;
            if (!isTold) return;
            foreach (IOutlet outlet in Outlets) outlet.Take(reset);
        }

        Recent?.Take(reset, service);
    }

    /// <inheritdoc/>
    public void Take(Incident incident)
    {
        Counts.Add(incident);
        lock (_gate)
            foreach (IOutlet outlet in Outlets) outlet.Take(incident);
    }

    /// <summary>About a second has passed.</summary>
    public void Tick()
    {
        long now = Environment.TickCount64, before = Interlocked.Exchange(ref _ticked, now);
        if (now > before && Capture?.Sum() is { } counts)
        {
            _guard.Look(TimeSpan.FromMilliseconds(now - before), counts.Source.DroppedByKernel);
            Obstacle = counts.IsAway ? $"{Vantage!.Interface} is away" : null;
        }

        if (now - _summedUp >= SumUpEvery)
        {
            _summedUp = now;
            TellSuppressed(now);
        }

        if (_incidentsSince == 0) _incidentsSince = now;
        if (now - _incidentsSince >= Config.Limits.IncidentsEvery.Nanoseconds / 1_000_000)
        {
            _incidentsSince = now;
            TellIncidents();
        }

        TellAilments();
    }

    /// <summary>Changes what can change while it runs.</summary>
    /// <param name="config">The configuration as it is now; null where it cannot be used.</param>
    /// <returns>Whether everything in it is in force.</returns>
    public bool Reload(SidecarConfig? config)
    {
        Reloads = config is null
            ? Reloads with { Bad = Reloads.Bad + 1 }
            : Reloads with { Good = Reloads.Good + 1 };
        if (config is null) return false;

        bool isWhole = true;
        foreach ((string key, bool canChange) in Config.ChangesTo(config))
        {
            isWhole &= canChange;
            if (canChange) _log.Say($"{key} is changed");
            else _log.Warn($"{key} is not changed: it needs another start");
        }

        Config = Config with
        {
            Tree = config.Tree,
            Events = config.Events with { WritesOutput = Config.Events.WritesOutput },
            Services = config.Services,
            Limits = Config.Limits with { CpuPercent = config.Limits.CpuPercent },
            LogsJson = config.LogsJson,
            Http = Config.Http with { Token = config.Http.Token },
        };
        Apply(Config);
        return isWhole;
    }

    /// <summary>Tells what is still to be told. The capture has ended.</summary>
    public void Finish()
    {
        TellSuppressed(Environment.TickCount64);
        TellIncidents();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Recent?.Dispose();
        foreach (IOutlet outlet in Outlets) outlet.Dispose();
    }

    void Apply(SidecarConfig config)
    {
        _names = config.Services;
        _limiter.Limit = config.Events;
        _guard.CpuPercent = config.Limits.CpuPercent;
        _log.IsJson = config.LogsJson;
    }

    void TellSuppressed(long now)
    {
        long all = 0;
        List<SuppressedEvents> suppressed = _limiter.Drain(now);
        lock (_gate)
        {
            foreach (SuppressedEvents one in suppressed)
            {
                all += one.Count;
                foreach (IOutlet outlet in Outlets) outlet.Take(one);
            }
        }

        if (all == 0) return;
        SuppressedEvents most = suppressed[0];
        foreach (SuppressedEvents one in suppressed)
            if (one.Count > most.Count) most = one;
        _log.Warn($"{all} events were counted and not told one by one, "
            + $"{most.Count} of them {most.Cause} at {most.Server?.ToString() ?? "other servers"}");
    }

    void TellIncidents()
    {
        List<Incident> incidents;
        lock (_gate)
        {
            if (!_hasIncidents) return;
            _hasIncidents = false;
            incidents = _incidents.Finish(static (_, _) => null);
        }

        foreach (Incident incident in incidents) Take(incident);
    }

    void TellAilments()
    {
        foreach (IOutlet outlet in Outlets)
        {
            string? ailment = outlet.Ailment, known = _ailments.GetValueOrDefault(outlet.Name);
            if (ailment == known) continue;

            _ailments[outlet.Name] = ailment;
            if (ailment is not null) _log.Warn($"{outlet.Name}: {ailment}");
            else _log.Say($"{outlet.Name}: all is well again");
        }
    }
}

/// <summary>The kernel's resets against the verdicts.</summary>
/// <param name="Sent">Resets that the kernel says it sent.</param>
/// <param name="Explained">Those that an event of ours speaks of.</param>
public readonly record struct KernelResets(long Sent, long Explained);
