using System.Collections.Generic;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Incidents.Patterns;

/// <summary>A segment of a translated connection arrives untranslated; its receiver knows no
/// connection with that address and resets; on the way back this reset is translated and ends the
/// true connection.</summary>
/// <remarks>Shown by two resets: one that answers a stray segment, and, of the same host and port
/// with another peer, one that ends a connection in use within a second. Innocent: a port that a
/// client uses towards two servers at once.</remarks>
static class NatLeak
{
    static readonly Duration s_within = Duration.FromSeconds(1);

    // Ports below this are no client's: many connections share them.
    const ushort FirstClientPort = 1_024;

    public static Pattern Pattern { get; } =
        new(IncidentKind.NatLeak, Duration.FromSeconds(3_600), Find, Tell);

    static void Find(ResetWindow window)
    {
        var strays = new Dictionary<(IpAddress, ushort), int>();
        for (int place = 0; place < window.Count; place++)
        {
            if (!window.IsFree(place)) continue;

            ResetEvent reset = window[place];
            (IpAddress, ushort) client =
                (reset.Flow.Client.Address, reset.Flow.Client.Port);
            if (reset.Verdict.Cause.Id == CauseIds.Stray)
                strays[(reset.Source.Address, reset.Source.Port)] = place;
            else if (strays.TryGetValue(client, out int stray) && IsOf(reset, window[stray]))
                window.Add(new Claim(Key(reset.Flow), [stray, place]));
        }
    }

    static bool IsOf(ResetEvent reset, ResetEvent stray)
        => stray.Destination.Address != reset.Flow.Server.Address
            && stray.Source.Port >= FirstClientPort
            && reset.Time - stray.Time <= s_within
            && reset is { Flow.HandshakeSeen: true, ClaimedSender: Side.Server }
            && CauseIds.CutElsewhere.Contains(reset.Verdict.Cause.Id);

    static PatternKey Key(FlowSummary flow) => new(flow.Server.Address, flow.Server.Port);

    static Story Tell(OpenIncident leak)
    {
        FlowSummary flow = leak.Example!.Flow;
        string server = flow.EndpointText(flow.Server);
        return new Story(
            "A segment escaped address translation",
            $"{Story.Clients(leak)} reset what came from an address of no connection; the "
                + $"connection of the same port to {server} was reset {Story.Within(leak)} of it, "
                + "as when translation of addresses lets a segment through that it takes for "
                + "invalid.",
            "a capture where addresses are translated shows that none leaves it untranslated",
            0.75,
            [
                new("Where addresses are translated (kube-proxy, Docker, a NAT gateway): drop what "
                    + "connection tracking calls invalid instead of passing it on.",
                    "iptables -I FORWARD -m conntrack --ctstate INVALID -j DROP"),
                new("Or have it be liberal about sequence numbers.",
                    "sysctl -w net.netfilter.nf_conntrack_tcp_be_liberal=1"),
            ]);
    }
}
