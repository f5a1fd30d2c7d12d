using System;
using System.Collections.Generic;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Host.Checking;
using RstTrace.Host.Kernel;
using RstTrace.Host.Snapshots;
using RstTrace.Host.Timeouts;

namespace RstTrace.Host.Parameters;

/// <summary>What a host's kernel parameters have to do with resets (Linux
/// Documentation/networking/ip-sysctl.rst).</summary>
/// <param name="host">The host.</param>
/// <param name="port">The service's port.</param>
/// <param name="isServer">Whether the service runs there.</param>
/// <param name="shortest">The shortest idle timeout that is known on the path; null where none
/// is.</param>
sealed class ParameterJudge(Snapshot host, ushort port, bool isServer, Duration? shortest)
{
    const long FewPorts = 10_000, ShortTracking = 3600;
    const double LeastPatience = 60;

    readonly KernelCounters? _counters = host.Counters;
    readonly List<Observation> _observed = [];

    /// <summary>All of it. A parameter that this kernel lacks is passed over.</summary>
    public IReadOnlyList<Observation> All()
    {
        Keepalive();
        Retries();
        Tracking();
        if (isServer) Queues();
        Ports();
        return _observed;
    }

    void Keepalive()
    {
        if (host.Number("net.ipv4.tcp_keepalive_time") is not { } time) return;
        if (host.Number("net.ipv4.tcp_keepalive_intvl") is not { } interval) return;
        if (host.Number("net.ipv4.tcp_keepalive_probes") is not { } probes) return;

        string death = $"a dead peer is noticed after {time} + {probes} x {interval} = "
            + $"{time + (probes * interval)} s, on sockets with SO_KEEPALIVE";
        bool isLate = shortest is { } limit && time > limit.Seconds / 2;
        string against = shortest is { } known
            ? isLate
                ? $"; the first probe comes after {time} s, and the path forgets a silent "
                    + $"connection after {known}: useless there"
                : $"; the first probe comes in time for the path's {known}"
            : "; no idle timeout of the path is known to hold it against";
        Add(isLate, "tcp_keepalive_time", death + against, shortest is { } wanted && isLate
            ? new Fix("Have keepalives come in time.", Paste.Sysctl(wanted))
            : null);
    }

    // Each retransmission waits twice as long, from 0.2 s to 120 s (RFC 6298; TCP_RTO_MIN and
    // TCP_RTO_MAX in the kernel's include/net/tcp.h).
    void Retries()
    {
        if (host.Number("net.ipv4.tcp_retries2") is not (>= 0 and <= 255 and var retries)) return;

        double total = 0;
        for (long i = 0; i <= retries; i++)
            total += Math.Min(0.2 * Math.Pow(2, Math.Min(i, 20)), 120);
        bool isShort = total < LeastPatience;
        Add(
            isShort, "tcp_retries2",
            $"{retries}: a connection whose data is not acknowledged ends after about "
                + $"{Snapshot.Plain(Math.Round(total))} s with 'timed out', here; the peer is "
                + "reset when it speaks later"
                + (isShort ? "; a short outage is enough" : ""),
            new Fix("Outlast a failover.", "sysctl -w net.ipv4.tcp_retries2=15"));
    }

    void Tracking()
    {
        if (host.Number("net.netfilter.nf_conntrack_max") is null) return;

        if (host.Number("net.netfilter.nf_conntrack_tcp_timeout_established") is { } seconds)
        {
            Add(
                seconds < ShortTracking, "nf_conntrack_tcp_timeout_established",
                $"a connection that is silent for {seconds} s is forgotten by this host's own "
                    + "tracking, and its next segment is not translated any more",
                new Fix("Keep it for longer.",
                    "sysctl -w net.netfilter.nf_conntrack_tcp_timeout_established=432000"));
        }

        if (host.Number("net.netfilter.nf_conntrack_tcp_be_liberal") is { } liberal)
        {
            Add(
                false, "nf_conntrack_tcp_be_liberal",
                liberal == 0
                    ? "0: segments out of the window count as invalid; where this host "
                        + "translates addresses they leave untranslated, and whoever gets them "
                        + "resets"
                    : "1: segments out of the window are translated as others");
        }
    }

    void Queues()
    {
        long overflows = _counters?["TcpExtListenOverflows"] ?? 0;
        if (host.Number("net.ipv4.tcp_abort_on_overflow") is { } abort)
        {
            Add(
                abort != 0 || overflows > 0, "tcp_abort_on_overflow",
                abort != 0
                    ? "1: a client is reset when the queue of connections to accept is full"
                    : overflows > 0
                        ? $"0, and the queue ran over {overflows} times since the start: clients "
                            + "took those for open and were reset or timed out later"
                        : "0: a full queue makes clients wait, and it never was full",
                new Fix("Accept faster, or make the queue longer: the program's backlog and "
                    + "net.core.somaxconn, the smaller counts.",
                    $"ss -ltn 'sport = :{port}'; sysctl -w net.core.somaxconn=4096"));
        }

        if (host.Number("net.core.somaxconn") is { } most)
        {
            Add(
                most < 1024 && overflows > 0, "somaxconn",
                $"at most {most} connections wait to be accepted, whatever a program asks for",
                new Fix("Allow more.", "sysctl -w net.core.somaxconn=4096"));
        }

        long cookies = _counters?["TcpExtTCPReqQFullDoCookies"] ?? 0;
        long drops = _counters?["TcpExtTCPReqQFullDrop"] ?? 0;
        if (host.Number("net.ipv4.tcp_max_syn_backlog") is { } backlog)
        {
            Add(
                cookies + drops > 0, "tcp_max_syn_backlog",
                cookies + drops > 0
                    ? $"{backlog}, and it was full {cookies + drops} times: a flood of SYNs, or "
                        + "a server that accepts too slowly; late answers to cookies are reset"
                    : $"{backlog} half-open connections, never full",
                new Fix("Allow more, and see who sends the SYNs.",
                    "sysctl -w net.ipv4.tcp_max_syn_backlog=8192; ss -tn state syn-recv"));
        }
    }

    void Ports()
    {
        string? range = host.Parameter("net.ipv4.ip_local_port_range");
        if (Snapshot.NumberIn(range, 0) is not { } low) return;
        if (Snapshot.NumberIn(range, 1) is not { } high) return;

        long ports = high - low + 1;
        Add(
            ports < FewPorts, "ip_local_port_range",
            $"{ports} ports for connections to one service; when they run out, one is used again "
                + "soon, and what its peer still remembers is answered with a reset",
            new Fix("Widen it, or keep connections open.",
                "sysctl -w net.ipv4.ip_local_port_range='16384 65000'"));
    }

    void Add(bool isWarning, string name, string text, Fix? fix = null)
        => _observed.Add(new Observation(isWarning, name, text, isWarning ? fix : null));
}
