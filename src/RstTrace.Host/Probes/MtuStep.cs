using System.Collections.Generic;
using System.Threading;
using RstTrace.Core.Resets;
using RstTrace.Host.Checking;
using static RstTrace.Host.Probes.SocketNumbers;

namespace RstTrace.Host.Probes;

/// <summary>Step: whether full packets get through that may not be cut (RFC 1191, RFC
/// 8201).</summary>
sealed class MtuStep(CheckFacts facts) : IStep
{
    const int Patience = 700, Small = 100, LargestTried = 9000;

    // What tunnels leave of 1500, and the least that IPv6 allows.
    static readonly int[] s_sizes =
        [8000, 4000, 1500, 1492, 1480, 1472, 1460, 1450, 1440, 1420, 1400, 1380, 1360, 1280, 576];

    public string Id => "mtu";

    public string Title => "do full packets get through";

    public Finding Run(CancellationToken ending)
    {
        if (facts.Port is not { } port) return this.Skipped(CheckFacts.NoAddress);
        if (port.Host.IsLoopback) return this.Skipped("the host is this one: there is no path");

        int mtu = RouteMtu(port.Host, facts.Question.Port);
        using EchoProbe? probe = EchoProbe.Open(port.Host);
        if (probe is null)
        {
            return this.Skipped(
                "it takes ICMP echoes: run it as root, or allow your group: "
                + "sysctl net.ipv4.ping_group_range='0 2147483647'");
        }

        probe.ForbidFragments();
        int largest = System.Math.Min(mtu, LargestTried);
        (bool small, bool full) = (Passes(probe, Small, ending), Passes(probe, largest, ending));
        if (full)
            return this.Found(StepVerdict.Ok, $"packets of {largest} octets get through uncut");
        if (!small) return this.Skipped("the host answers no ICMP echo, so nothing can be told");

        return Narrow(probe, port.Host, largest, ending);
    }

    Finding Narrow(EchoProbe probe, HostAddress host, int largest, CancellationToken ending)
    {
        int begin = probe.Echoes.Count;
        foreach (int size in s_sizes)
            if (size < largest) _ = probe.Send(size);

        probe.Gather(Patience, ending);
        int passed = Small;
        for (int i = begin; i < probe.Echoes.Count; i++)
        {
            Echo echo = probe.Echoes[i];
            if (echo.RoundTrip is not null && echo.Length > passed) passed = echo.Length;
        }

        var evidence = new List<string>
        {
            $"of {largest} octets with DF none came back, of {passed} they do",
        };
        if (probe.Error is { } told)
        {
            evidence.Add($"{told.Teller} says: {told.Words}");
            string narrower = $"the path takes {passed} octets where the device takes {largest}, "
                + "and a router says so: TCP adapts";
            return this.Found(StepVerdict.Ok, narrower) with { Evidence = evidence };
        }

        return this.Found(
            StepVerdict.Bad,
            $"packets over {passed} octets vanish on the way to {host} and no router says so: "
                + "connections hang once they carry more, and time out or are reset later") with
        {
            Weight = 60,
            Evidence = evidence,
            Next =
            [
                new Fix("Have TCP find it out by itself.", "sysctl -w net.ipv4.tcp_mtu_probing=1"),
                new Fix("Or clamp it on the router.",
                    "nft add rule inet filter forward tcp flags syn tcp option maxseg size set "
                        + "rt mtu"),
            ],
        };
    }

    static bool Passes(EchoProbe probe, int length, CancellationToken ending)
    {
        int before = probe.Echoes.Count;
        _ = probe.Send(length);
        probe.Gather(Patience, ending);
        return probe.Echoes[before].RoundTrip is not null;
    }

    // The kernel's route says it, without a packet.
    static int RouteMtu(HostAddress host, ushort port)
    {
        using ProbeSocket? socket = ProbeSocket.Open(
            host.IsIpv6, SOCK_DGRAM, IPPROTO_UDP, out _);
        if (socket is null || socket.Connect(host, port) != 0) return 1500;
        return socket.Get(IP_MTU, IPV6_MTU) ?? 1500;
    }
}
