using System.Collections.Generic;
using RstTrace.Core.Resets;

namespace RstTrace.Host.Probes;

/// <summary>Who refused a connection: the host's own stack, since nothing listens, a firewall on
/// the host, or a box on the way.</summary>
/// <remarks>What a surely closed port of the same host shows is held against it: the TTL tells
/// where a reset was made, and whether it mirrors the mark of our SYN tells by what. Linux answers
/// for itself with the mark (net/ipv4/ip_output.c, ip_send_unicast_reply), for a firewall's rule
/// without. A box is named on both alone.</remarks>
sealed record Refusal(string Text, IReadOnlyList<string> Evidence, IReadOnlyList<Fix> Next)
{
    /// <summary>Who it was.</summary>
    public static Refusal Of(PortSurvey port, ushort service)
    {
        var evidence = new List<string>();
        evidence.Add(Shown("this port", port.Answer, port.AnswerTtl));
        PortSurvey.ReferencePort? other = port.Reference;
        if (other?.Attempt.Outcome != ConnectOutcome.Refused)
        {
            evidence.Add("no other port of the host sends a reset to compare with");
            return new Refusal(
                "nothing listens there, or a firewall rejects; there is nothing to compare with",
                evidence, [.. ListenerFixes(service), .. RejectFixes("on the host")]);
        }

        evidence.Add(Shown($"port {other.Port}, surely closed", other.Answer, other.Ttl));
        evidence.Add($"round trip {port.TimesOf(ConnectOutcome.Refused)!.Median} here, "
            + $"{other.Attempt.Took} there");
        if (port.AnswerTtl is { } ttl && other.Ttl is { } otherTtl && ttl != otherTtl)
            return Elsewhere(port, other, ttl, otherTtl, evidence, service);

        return (Mirrors(port.Answer), Mirrors(other.Answer)) switch
        {
            (true, true) => new Refusal(
                "nothing listens there: the host's own stack answers, as it does for any closed "
                    + "port", evidence, ListenerFixes(service)),
            (false, true) => new Refusal(
                "a firewall on the host itself rejects it: the reset comes from the host, and "
                    + "not from its TCP", evidence, RejectFixes("on the host")),
            (true, false) => new Refusal(
                "nothing listens there: the host's own stack answers; other ports are rejected "
                    + "by a firewall", evidence, ListenerFixes(service)),
            (false, false) => new Refusal(
                "nothing listens there, or a firewall on the host rejects it as it does others: "
                    + "neither answer carries our mark back",
                evidence, [.. ListenerFixes(service), .. RejectFixes("on the host")]),
            _ => new Refusal(
                "nothing listens there, or a firewall on the host rejects it; only the answer's "
                    + "header tells, and seeing it takes CAP_NET_RAW",
                evidence, [.. ListenerFixes(service), .. RejectFixes("on the host")]),
        };
    }

    static Refusal Elsewhere(
        PortSurvey port, PortSurvey.ReferencePort other, int ttl, int otherTtl,
        List<string> evidence, ushort service)
    {
        int routers = Hops.Passed(ttl), hostRouters = Hops.Passed(otherTtl);
        bool isNearer = ttl > otherTtl && routers < hostRouters;
        bool lacksMark = Mirrors(port.Answer) == false && Mirrors(other.Answer) == true;
        if (isNearer && lacksMark)
        {
            return new Refusal(
                $"a box {Away(routers)} rejects it in the host's name; the host is "
                    + $"{Away(hostRouters)}", evidence, RejectFixes("on that box"));
        }

        if (isNearer)
        {
            return new Refusal(
                $"a box {Away(routers)} probably answers in the host's name, which is "
                    + $"{Away(hostRouters)}; the TTL alone says so",
                evidence, [.. RejectFixes("on that box"), .. ListenerFixes(service)]);
        }

        return new Refusal(
            "another machine than the one at the other ports answers for it: the port is "
                + "forwarded, and nothing listens where it ends, or it is rejected there",
            evidence, [.. ListenerFixes(service), .. RejectFixes("where the port is forwarded")]);
    }

    static bool? Mirrors(AnswerHeader? answer)
        => answer is null ? null : (answer.TrafficClass & 0xFC) == PortSurvey.TrafficClass;

    static string Away(int routers) => routers switch
    {
        0 => "1 hop away",
        _ => $"{routers + 1} hops away",
    };

    static string Shown(string what, AnswerHeader? answer, int? ttl)
    {
        if (answer is null)
            return ttl is null ? $"{what}: its answer's TTL is not known" : $"{what}: TTL {ttl}";

        return $"{what}: TTL {answer.HopLimit}, TOS 0x{answer.TrafficClass:x2} "
            + $"(ours was 0x{PortSurvey.TrafficClass:x2}), IP ID {answer.Identification}, "
            + $"window {answer.Window}";
    }

    static Fix[] ListenerFixes(ushort port) =>
    [
        new Fix("On the host: is something listening, and on this address?",
            $"ss -ltnp 'sport = :{port}'"),
        new Fix("If not: start it, or see why it ended.", "systemctl --failed; journalctl -p err"),
    ];

    static Fix[] RejectFixes(string where) =>
    [
        new Fix($"Look for the rule {where}.",
            "nft list ruleset | grep -n 'tcp reset'; iptables-save -c | grep -i tcp-reset"),
    ];
}
