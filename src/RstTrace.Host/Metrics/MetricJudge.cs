using System.Collections.Generic;
using System.Globalization;
using RstTrace.Core.Resets;
using RstTrace.Host.Checking;
using RstTrace.Host.Snapshots;

namespace RstTrace.Host.Metrics;

/// <summary>What a host's measures have to do with resets.</summary>
/// <param name="host">The host.</param>
/// <param name="port">The port of the service that runs there; 0 where none does.</param>
sealed partial class MetricJudge(Snapshot host, ushort port)
{
    const double BusyFactor = 2, LeastFree = 0.05, MuchPressure = 20, NearlyFull = 0.8;

    readonly List<Observation> _observed = [];

    /// <summary>All of it. What the host does not tell is passed over.</summary>
    public IReadOnlyList<Observation> All()
    {
        if (port != 0) Listeners();
        Load();
        foreach (string kind in (string[])["cpu", "memory", "io"]) Pressure(kind);
        Memory();
        SocketMemory();
        Orphans();
        Files();
        Tracking();
        Softnet();
        Log();
        return _observed;
    }

    void Load()
    {
        int processors = 0;
        foreach (string line in (host.File("/proc/stat") ?? "").Split('\n'))
            if (line.StartsWith("cpu", System.StringComparison.Ordinal)) processors++;

        processors--; // the first line is their sum
        string[] words = (host.File("/proc/loadavg") ?? "").Split(' ');
        if (processors < 1 || !TryNumber(words[0], out double load)) return;

        bool isBusy = load > BusyFactor * processors;
        Add(
            isBusy, "load",
            $"{words[0]} on {processors} processors"
                + (isBusy ? ": who accepts late fills queues, and health checks time out" : ""),
            new Fix("See what runs.", "top -bn1 | head -20"));
    }

    // Documentation/accounting/psi.rst: "some avg10=1.23 avg60=... total=..."
    void Pressure(string kind)
    {
        string path = $"/proc/pressure/{kind}";
        if (host.NumberAfter(path, "some", "avg10") is not { } percent) return;

        bool isMuch = percent > MuchPressure;
        Add(
            isMuch, $"{kind} pressure",
            $"something waited for it {percent} % of the last 10 s"
                + (isMuch ? ": programs stall, and their peers give up" : ""),
            new Fix("See who.", kind == "memory" ? "free -m; vmstat 1 3" : "vmstat 1 3"));
    }

    void Memory()
    {
        const string Path = "/proc/meminfo";
        if (host.NumberAfter(Path, "MemTotal", "MemTotal:") is not (> 0 and var total)) return;
        if (host.NumberAfter(Path, "MemAvailable", "MemAvailable:") is not { } free) return;

        double share = (double)free / total;
        Add(
            share < LeastFree, "memory",
            $"{Percent(share)} available"
                + (share < LeastFree ? ": the kernel kills processes next, and their connections "
                    + "are reset" : ""),
            new Fix("See who has it.", "ps axo rss,pid,comm --sort=-rss | head"));
    }

    // tcp(7), tcp_mem: low, pressure, high, in pages.
    void SocketMemory()
    {
        string? limits = host.Parameter("net.ipv4.tcp_mem");
        if (Snapshot.NumberIn(limits, 1) is not { } pressure) return;
        if (Snapshot.NumberIn(limits, 2) is not (> 0 and var most)) return;
        if (host.NumberAfter("/proc/net/sockstat", "TCP:", "mem") is not { } used) return;

        Add(
            used >= pressure, "socket memory",
            $"{used} of {most} pages"
                + (used >= pressure ? ": beyond the limit connections are reset" : ""),
            new Fix("Find the sockets with long queues, or allow more.",
                "ss -tmn | sort -k2n | tail; sysctl net.ipv4.tcp_mem"));
    }

    void Orphans()
    {
        if (host.NumberAfter("/proc/net/sockstat", "TCP:", "orphan") is not { } orphans) return;
        if (host.Number("net.ipv4.tcp_max_orphans") is not (> 0 and var most)) return;

        bool isMany = orphans * 2 > most;
        Add(
            isMany, "orphans",
            $"{orphans} of {most} sockets that no process holds"
                + (isMany ? ": beyond the limit they are reset instead of closed" : ""),
            new Fix("Peers that do not read to the end keep them.",
                "sysctl net.ipv4.tcp_max_orphans net.ipv4.tcp_orphan_retries"));
    }

    void Files()
    {
        string? numbers = host.File("/proc/sys/fs/file-nr"); // open, free, most
        if (Snapshot.NumberIn(numbers, 0) is { } open
            && Snapshot.NumberIn(numbers, 2) is > 0 and var most)
        {
            bool isFull = open > most * NearlyFull;
            Add(isFull, "open files", $"{open} of {most} in the system"
                + (isFull ? ": without one no connection is accepted" : ""));
        }
    }

    void Tracking()
    {
        if (host.Number("net.netfilter.nf_conntrack_count") is not { } count) return;
        if (host.Number("net.netfilter.nf_conntrack_max") is not (> 0 and var most)) return;

        bool isFull = count > most * NearlyFull;
        Add(
            isFull, "connection tracking",
            $"{count} of {most} entries"
                + (isFull ? ": when it is full, new connections are dropped" : ""),
            new Fix("Allow more.", $"sysctl -w net.netfilter.nf_conntrack_max={most * 2}"));
    }

    // A line a processor, in hexadecimal: processed, dropped, ... (net/core/net-procfs.c).
    void Softnet()
    {
        if (host.File("/proc/net/softnet_stat") is not { } text) return;

        long dropped = 0;
        foreach (string line in text.Split('\n'))
        {
            string[] words = line.Split(' ');
            if (words.Length < 2) continue;
            if (long.TryParse(
                words[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                out long one))
            {
                dropped += one;
            }
        }

        Add(
            dropped > 0, "backlog of packets",
            dropped == 0 ? "none dropped since the start"
                : $"{dropped} packets dropped since the start: they are sent again, and late",
            new Fix("Make it longer.", "sysctl -w net.core.netdev_max_backlog=10000"));
    }

    static bool TryNumber(string text, out double number)
        => double.TryParse(
            text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);

    static string Percent(double share)
        => share.ToString("0 %", CultureInfo.InvariantCulture);

    void Add(bool isWarning, string name, string text, Fix? fix = null)
        => _observed.Add(new Observation(isWarning, name, text, isWarning ? fix : null));
}
