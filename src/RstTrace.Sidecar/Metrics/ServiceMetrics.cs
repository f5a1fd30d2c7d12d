using System;
using System.Collections.Generic;
using System.IO;
using RstTrace.Capture.Live;
using RstTrace.Core;
using RstTrace.Core.Wire;
using RstTrace.Reports;
using RstTrace.Sidecar.Http;

namespace RstTrace.Sidecar.Metrics;

/// <summary>All metrics of the service, in the order of the page.</summary>
/// <param name="service">What is measured.</param>
/// <param name="version">The program's.</param>
public sealed class ServiceMetrics(SidecarService service, string version)
{
    static readonly DecodeOutcome[] s_outcomes = Enum.GetValues<DecodeOutcome>();
    readonly double _start = WallClock.Now.Nanoseconds / 1e9;

    /// <summary>Answers requests; null where there is no page.</summary>
    public HttpServer? Server { get; set; }

    /// <summary>Writes them all.</summary>
    public void Write(IMetricWriter metrics)
    {
        metrics.Begin("rsttrace_build_info", "The version that runs.", MetricKind.Gauge);
        metrics.Sample(1, ("version", version));
        service.Counts.Write(metrics);
        One(metrics, "rsttrace_events_suppressed_total",
            "Reset events that were counted and not told one by one.", service.Suppressed);
        if (service.Capture?.Sum() is { } counts) WriteCapture(metrics, counts);
        if (service.Kernel?.Invoke() is { } kernel) WriteKernel(metrics, kernel);
        WriteOutlets(metrics);
        WriteHost(metrics);
    }

    void WriteCapture(IMetricWriter metrics, WorkerCounts counts)
    {
        TraceCounters counters = counts.Counters;
        ConnectionCounts connections = counts.Connections;
        metrics.Begin("rsttrace_connections_total",
            "Connections by what became of their beginning.", MetricKind.Counter);
        metrics.Sample(connections.Accepted, ("outcome", "accepted"));
        metrics.Sample(connections.Refused, ("outcome", "refused"));
        metrics.Sample(connections.UnderWay, ("outcome", "under-way"));
        Gauge(metrics, "rsttrace_connections_unanswered",
            "Connections that were asked for, and neither accepted nor refused so far.",
            Math.Max(0, connections.Asked - connections.Accepted - connections.Refused));
        One(metrics, "rsttrace_flows_total",
            "Connections seen, each use of the same addresses and ports.", counters.Flows);
        One(metrics, "rsttrace_flows_evicted_total",
            "Connections that made room for others while they mattered.", counters.FlowsEvicted);
        One(metrics, "rsttrace_resets_settled_early_total",
            "Resets judged before they were followed to the end.", counters.SettledEarly);
        One(metrics, "rsttrace_capture_packets_total",
            "Packets read from the device.", counts.Source.Captured);
        One(metrics, "rsttrace_capture_bytes_total",
            "Bytes of these packets on the wire.", counters.Octets);
        metrics.Begin("rsttrace_capture_drops_total",
            "Packets lost before they were read, by whom.", MetricKind.Counter);
        metrics.Sample(counts.Source.DroppedByKernel, ("by", "kernel"));
        metrics.Sample(counts.Source.DroppedByInterface, ("by", "interface"));
        One(metrics, "rsttrace_capture_unsampled_packets_total",
            "Packets that were not looked at, under overload.", service.Sampler.LeftOut);
        Gauge(metrics, "rsttrace_capture_sampled_ratio",
            "Share of connections that is looked at: 1 is all.", service.Sampler.Share);
        Gauge(metrics, "rsttrace_capture_up",
            "1 while the device is there.", service.Obstacle is null ? 1 : 0);
        metrics.Begin("rsttrace_frames_total",
            "Packets by what became of them in decoding.", MetricKind.Counter);
        foreach (DecodeOutcome outcome in s_outcomes)
            metrics.Sample(counters[outcome], ("outcome", ContractWords.Of(outcome)));
    }

    static void WriteKernel(IMetricWriter metrics, KernelResets kernel)
    {
        One(metrics, "rsttrace_kernel_resets_total",
            "Resets that the kernel says it sent.", kernel.Sent);
        One(metrics, "rsttrace_kernel_resets_explained_total",
            "Those of them that an event speaks of.", kernel.Explained);
    }

    void WriteOutlets(IMetricWriter metrics)
    {
        IReadOnlyList<IOutlet> outlets = service.Outlets;
        Each(metrics, outlets, "rsttrace_exports_total", MetricKind.Counter,
            "Events and incidents that arrived, by outlet.", static counts => counts.Delivered);
        Each(metrics, outlets, "rsttrace_exports_dropped_total", MetricKind.Counter,
            "Events and incidents that an outlet lost.", static counts => counts.Dropped);
        Each(metrics, outlets, "rsttrace_export_retries_total", MetricKind.Counter,
            "Deliveries that were tried again.", static counts => counts.Retried);
        Each(metrics, outlets, "rsttrace_spool_events", MetricKind.Gauge,
            "Events that wait for an outlet.", static counts => counts.Spooled);
        Each(metrics, outlets, "rsttrace_spool_bytes", MetricKind.Gauge,
            "Bytes that wait on disk.", static counts => counts.SpoolOctets);
    }

    void WriteHost(IMetricWriter metrics)
    {
        (long good, long bad) = service.Reloads;
        metrics.Begin("rsttrace_config_reloads_total",
            "Readings of the configuration since the start.", MetricKind.Counter);
        metrics.Sample(good, ("result", "used"));
        metrics.Sample(bad, ("result", "refused"));
        if (Server is { } server)
        {
            One(metrics, "rsttrace_http_requests_total", "Requests answered.", server.Requests);
            One(metrics, "rsttrace_http_refused_total",
                "Connections turned away, since there were too many.", server.Refused);
        }

        One(metrics, "process_cpu_seconds_total", "Processor time used.",
            Environment.CpuUsage.TotalTime.TotalSeconds);
        Gauge(metrics, "process_resident_memory_bytes", "Resident memory.",
            Environment.WorkingSet);
        Gauge(metrics, "process_start_time_seconds", "When it began, since 1970.", _start);
        if (OperatingSystem.IsLinux())
        {
            Gauge(metrics, "process_open_fds", "Open file descriptors.",
                Directory.GetFileSystemEntries("/proc/self/fd").Length);
        }
    }

    static void Each(
        IMetricWriter metrics, IReadOnlyList<IOutlet> outlets, string name, MetricKind kind,
        string help, Func<OutletCounts, long> of)
    {
        if (outlets.Count == 0) return;

        metrics.Begin(name, help, kind);
        foreach (IOutlet outlet in outlets)
            metrics.Sample(of(outlet.Counts), ("outlet", outlet.Name));
    }

    static void One(IMetricWriter metrics, string name, string help, double value)
    {
        metrics.Begin(name, help, MetricKind.Counter);
        metrics.Sample(value);
    }

    static void Gauge(IMetricWriter metrics, string name, string help, double value)
    {
        metrics.Begin(name, help, MetricKind.Gauge);
        metrics.Sample(value);
    }
}
