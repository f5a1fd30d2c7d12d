using System.Collections.Generic;
using System.Threading;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Host.Checking;

namespace RstTrace.Host.Probes;

/// <summary>Step: whether the host answers, how fast, and whether packets are lost, by ICMP and by
/// TCP to the service's port.</summary>
sealed class ReachStep(CheckFacts facts) : IStep
{
    const int Echoes = 10, Gap = 20, Patience = 1000, SmallPacket = 84;

    // The first retransmission of a SYN is after a second (RFC 6298 §2).
    static readonly Duration s_resent = Duration.FromMilliseconds(900);

    public string Id => "reach";

    public string Title => "is the host reached, is anything lost";

    public Finding Run(CancellationToken ending)
    {
        if (facts.Port is not { } port) return this.Skipped(CheckFacts.NoAddress);

        var evidence = new List<string>();
        (int lost, int sent) = ByEcho(port.Host, evidence, ending);
        (int resent, int tried) = ByTcp(port, evidence);
        bool isEchoed = sent > lost, answers = tried > 0;
        string where = $"{port.Host}";
        if (!isEchoed && !answers) return Unreached(where, evidence, sent > 0, port);
        if (resent > 0 || (isEchoed && lost > 0))
        {
            return this.Found(
                StepVerdict.Warn,
                $"packets to {where} are lost: {Share(lost, sent, "echo")}, "
                    + $"{Share(resent, tried, "SYN")}; loss delays, and after minutes ends, "
                    + "connections") with
            {
                Evidence = evidence,
                Weight = 50,
                Next = [new Fix("See on which hop it begins.", $"mtr -n -c 100 {where}")],
            };
        }

        string how = isEchoed ? "no packet lost" : "it answers TCP, not ICMP";
        return this.Found(StepVerdict.Ok, $"{where} is reached, {how}") with
        {
            Evidence = evidence,
        };
    }

    static (int Lost, int Sent) ByEcho(
        HostAddress host, List<string> evidence, CancellationToken ending)
    {
        using EchoProbe? probe = EchoProbe.Open(host);
        if (probe is null)
        {
            evidence.Add(
                "ICMP: not tried, since it takes CAP_NET_RAW or a group in "
                + "net.ipv4.ping_group_range");
            return (0, 0);
        }

        for (int i = 0; i < Echoes; i++)
        {
            _ = probe.Send(SmallPacket);
            probe.Gather(Gap, ending);
        }

        probe.Gather(Patience, ending);
        var times = new List<Duration>();
        int? hopLimit = null;
        foreach (Echo echo in probe.Echoes)
        {
            if (echo.RoundTrip is { } time) times.Add(time);
            hopLimit ??= echo.HopLimit;
        }

        int lost = Echoes - times.Count;
        string said = times.Count == 0
            ? $"ICMP: none of {Echoes} echoes came back"
            : $"ICMP: {times.Count} of {Echoes} echoes came back, after "
                + new RoundTrips(times).Words;
        if (hopLimit is { } ttl) said += $"; TTL {ttl}: {HopWords(ttl)}";
        if (probe.Error is { } error) said += $"; {error.Teller} says: {error.Words}";
        evidence.Add(said);
        return (lost, Echoes);
    }

    static (int Resent, int Tried) ByTcp(PortSurvey port, List<string> evidence)
    {
        int resent = 0, tried = 0;
        foreach (ConnectAttempt attempt in port.Attempts)
        {
            if (attempt.Outcome is ConnectOutcome.Silent or ConnectOutcome.Local) continue;
            tried++;
            if (attempt.Took > s_resent) resent++;
        }

        RoundTrips? times = port.TimesOf(ConnectOutcome.Connected)
            ?? port.TimesOf(ConnectOutcome.Refused);
        evidence.Add(tried == 0
            ? $"TCP: none of {port.Attempts.Count} SYNs to the port was answered"
            : $"TCP: {tried} of {port.Attempts.Count} SYNs to the port were answered"
                + (times is null ? "" : $", after {times.Words}"));
        return (resent, tried);
    }

    Finding Unreached(
        string where, List<string> evidence, bool isEchoTried, PortSurvey port)
    {
        string here = port.Attempts[0].Outcome == ConnectOutcome.Local
            ? $": this host cannot send to it ({Errno.Words(port.Attempts[0].Errno)})"
            : "";
        return this.Found(
            StepVerdict.Bad,
            $"{where} answers nothing{here}") with
        {
            Weight = 50,
            Evidence = evidence,
            Next =
            [
                new Fix("Look at the route and at the neighbour.",
                    $"ip route get {where}; ip neighbour show"),
                new Fix(
                    isEchoTried
                        ? "A host that answers neither is down, or a firewall drops all."
                        : "Ping it as root, to tell the host from its port.",
                    $"ping -c 3 {where}"),
            ],
        };
    }

    static string HopWords(int ttl) => Hops.Passed(ttl) switch
    {
        0 => "no router between",
        1 => "1 router between",
        var routers => $"{routers} routers between",
    };

    static string Share(int lost, int sent, string what)
        => sent == 0 ? $"{what}: not tried" : $"{what} {lost} of {sent}";
}
