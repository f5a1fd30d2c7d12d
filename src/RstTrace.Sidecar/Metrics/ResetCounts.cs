using System.Collections.Generic;
using System.Threading;
using RstTrace.Core.Flows;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Reports;

namespace RstTrace.Sidecar.Metrics;

/// <summary>What was judged since the service began: exact counts, whether told or not.</summary>
/// <remarks>For all threads. Labels are words of ours and names of the configuration, and series
/// are limited: those for which there is no room are counted together.</remarks>
public sealed class ResetCounts
{
    const int MostSeries = 2_000;
    const string Many = "others";

    // Seconds: round trips, retransmissions, then the idle timeouts of common products.
    static readonly double[] s_silences =
        [0.001, 0.01, 0.1, 1, 5, 15, 30, 60, 120, 240, 300, 350, 600, 900, 1_800, 3_600, 7_200];

    static readonly double[] s_times =
        [0.001, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 600, 1_800, 3_600, 14_400, 86_400];

    readonly Lock _gate = new();
    readonly Dictionary<ResetLabels, long> _resets = [];
    readonly Dictionary<(string Kind, string Severity), long> _incidents = [];
    readonly long[] _degraded = new long[ContractWords.Degraded.Count];
    readonly Histogram _silence = new(s_silences), _time = new(s_times);
    long _frames, _own, _all;

    /// <summary>Reset events judged.</summary>
    public long All
    {
        get
        {
            lock (_gate) return _all;
        }
    }

    /// <summary>Silences before resets.</summary>
    public HistogramCounts Silences
    {
        get
        {
            lock (_gate) return _silence.Take();
        }
    }

    /// <summary>Counts an event.</summary>
    /// <param name="reset">The event.</param>
    /// <param name="service">What its service is called.</param>
    public void Add(ResetEvent reset, string service)
    {
        Verdict verdict = reset.Verdict;
        var labels = new ResetLabels(
            verdict.Cause.Id, ContractWords.Of(verdict.Sender), ContractWords.Of(verdict.Stage),
            ResetLabels.SingleVantage, service);
        lock (_gate)
        {
            _all++;
            _frames += reset.Frames.Count;
            if (_resets.Count >= MostSeries && !_resets.ContainsKey(labels))
                labels = new ResetLabels(Many, Many, Many, Many, service);
            _resets[labels] = _resets.GetValueOrDefault(labels) + 1;
            _time.Add(reset.Flow.Duration.Seconds);
            if (reset.Idle is { } idle) _silence.Add(idle.Seconds);
            AddDegraded(reset.Degraded);
        }
    }

    /// <summary>Counts an incident.</summary>
    public void Add(Incident incident)
    {
        (string, string) key
            = (ContractWords.Of(incident.Kind), ContractWords.Of(incident.Severity));
        lock (_gate) _incidents[key] = _incidents.GetValueOrDefault(key) + 1;
    }

    /// <summary>Counts a reset of one of our own connections.</summary>
    public void AddOwn()
    {
        lock (_gate) _own++;
    }

    /// <summary>Writes them all.</summary>
    public void Write(IMetricWriter metrics)
    {
        lock (_gate)
        {
            WriteResets(metrics);
            metrics.Begin("rsttrace_reset_frames_total",
                "RST frames in these events, repeats among them.", MetricKind.Counter);
            metrics.Sample(_frames);
            metrics.Begin("rsttrace_own_resets_total",
                "Resets of the service's own connections, which are left out.",
                MetricKind.Counter);
            metrics.Sample(_own);
            WriteDegraded(metrics);
            metrics.Begin("rsttrace_silence_before_reset_seconds",
                "Silence of the connection before its reset.", MetricKind.Histogram);
            metrics.Sample(_silence.Take());
            metrics.Begin("rsttrace_time_to_reset_seconds",
                "From the first segment of the connection to its reset.", MetricKind.Histogram);
            metrics.Sample(_time.Take());
            metrics.Begin("rsttrace_incidents_total",
                "Incidents that resets were summed up in.", MetricKind.Counter);
            foreach (((string kind, string severity), long count) in _incidents)
                metrics.Sample(count, ("kind", kind), ("severity", severity));
        }
    }

    void WriteResets(IMetricWriter metrics)
    {
        metrics.Begin("rsttrace_resets_total",
            "Reset events judged, told one by one or not.", MetricKind.Counter);
        foreach ((ResetLabels labels, long count) in _resets)
        {
            metrics.Sample(
                count, ("cause", labels.Cause), ("sender", labels.Sender),
                ("stage", labels.Stage), ("strength", labels.Strength),
                ("service", labels.Service));
        }
    }

    void WriteDegraded(IMetricWriter metrics)
    {
        metrics.Begin("rsttrace_verdicts_degraded_total",
            "Verdicts that something weakens, by what.", MetricKind.Counter);
        for (int i = 0; i < _degraded.Length; i++)
            metrics.Sample(_degraded[i], ("by", ContractWords.Degraded[i].Word));
    }

    void AddDegraded(Degradations degraded)
    {
        for (int i = 0; i < _degraded.Length; i++)
            if ((degraded & ContractWords.Degraded[i].Flag) != 0) _degraded[i]++;
    }
}

/// <summary>The labels of a count of resets.</summary>
readonly record struct ResetLabels(
    string Cause, string Sender, string Stage, string Strength, string Service)
{
    /// <summary>What a verdict stands on that one capture alone gives, in the words of the
    /// contract.</summary>
    public const string SingleVantage = "single-vantage";
}
