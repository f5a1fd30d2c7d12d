using System.Globalization;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Live;

/// <summary>What of the traffic can hold TCP, in the language of pcap-filter(7): all that
/// <see cref="SegmentDecoder"/> follows, and little else.</summary>
/// <remarks>
/// <para>Written with offsets from the link header and without the keywords <c>vlan</c>,
/// <c>mpls</c> and <c>pppoes</c>: these move the offsets of all that stands after them, which
/// would change what the user's own expression means.</para>
/// <para>The offsets are constants, which libpcap can translate for the "any" device, where the
/// kernel sees no link header.</para>
/// <para>Tags and labels are followed where that is cheap. Where it is not (more than two tags,
/// MPLS, PPPoE, extension headers of IPv6) everything passes, and the decoder looks.</para>
/// </remarks>
static class TcpFilter
{
    const int TagsFollowed = 2;

    const string TagTypes = "0x8100 0x88a8 0x9100 0x9200";
    const string OpaqueTypes = "0x8847 0x8848 0x8864 0x6558"; // MPLS, PPPoE, bridged Ethernet

    // TCP, IPv4, IPv6, GRE and the authentication header.
    const string Protocols = "6 4 41 47 51";

    // Hop-by-hop options, routing, fragment and destination options.
    const string Extensions = "0 43 44 60";

    const string TunnelPorts = "4789 8472 6081 2152"; // VXLAN, as it was before, GENEVE, GTP

    /// <summary>The expression for frames of a link type; null where all frames are to pass.
    /// </summary>
    public static string? For(LinkType link) => link switch
    {
        LinkType.Ethernet => ByType(12, 14, "<= 1500", TagsFollowed),
        LinkType.LinuxSll => ByType(14, 16, "= 4", TagsFollowed),
        LinkType.LinuxSll2 => ByType(0, 20, "= 4", TagsFollowed),
        LinkType.Raw or LinkType.RawBsd or LinkType.RawOpenBsd => ByVersion(0),
        LinkType.Null or LinkType.Loop => ByVersion(4),
        LinkType.Ipv4 => Ipv4(0),
        LinkType.Ipv6 => Ipv6(0),
        LinkType.Ppp or LinkType.PppHdlc or LinkType.PppEthernet => null,
        LinkType.Ieee80211 => null,
        _ => null,
    };

    /// <summary>Both expressions; null for none at all.</summary>
    /// <param name="link">How the frames begin.</param>
    /// <param name="expression">The user's; null for none.</param>
    public static string? With(LinkType link, string? expression) => (For(link), expression) switch
    {
        ({ } ours, { } theirs) => $"({ours}) and ({theirs})",
        (var ours, var theirs) => ours ?? theirs,
    };

    // An ethertype stands at one place, what it announces at another; a tag has both behind it.
    static string ByType(int type, int payload, string logicalLink, int tags)
    {
        string tagged = AnyOf(type, 2, TagTypes);
        if (tags > 0)
            tagged = $"({tagged} and {ByType(payload + 2, payload + 4, "<= 1500", tags - 1)})";

        return $"((link[{type}:2] = 0x0800 and {Ipv4(payload)})"
            + $" or (link[{type}:2] = 0x86dd and {Ipv6(payload)})"
            + $" or {tagged} or {AnyOf(type, 2, OpaqueTypes)}"
            + $" or (link[{type}:2] {logicalLink} and {AnyOf(payload, 2, "0xaaaa 0x0606")}))";
    }

    static string ByVersion(int start)
        => $"((link[{start}] & 0xf0 = 0x40 and {Ipv4(start)})"
            + $" or (link[{start}] & 0xf0 = 0x60 and {Ipv6(start)}))";

    // UDP behind options of IPv4, which is next to none, passes whatever its port.
    static string Ipv4(int start)
        => $"({AnyOf(start + 9, 1, Protocols)} or (link[{start + 9}] = 17"
            + $" and (link[{start}] != 0x45 or {AnyOf(start + 22, 2, TunnelPorts)})))";

    // Every host sends ICMP with hop-by-hop options: which groups it listens to.
    static string Ipv6(int start)
        => $"({AnyOf(start + 6, 1, Protocols)}"
            + $" or ({AnyOf(start + 6, 1, Extensions)} and link[{start + 40}] != 58)"
            + $" or (link[{start + 6}] = 17 and {AnyOf(start + 42, 2, TunnelPorts)}))";

    static string AnyOf(int offset, int size, string values)
    {
        string[] terms = values.Split(' ');
        for (int i = 0; i < terms.Length; i++)
        {
            terms[i] = string.Create(
                CultureInfo.InvariantCulture, $"link[{offset}:{size}] = {terms[i]}");
        }

        return $"({string.Join(" or ", terms)})";
    }
}
