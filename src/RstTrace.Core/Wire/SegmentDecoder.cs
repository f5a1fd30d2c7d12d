using System.Runtime.CompilerServices;
using RstTrace.Core.Wire.Links;
using RstTrace.Core.Wire.Tunnels;

namespace RstTrace.Core.Wire;

/// <summary>From a frame to the innermost TCP segment in it.</summary>
/// <remarks>Each layer reads its header, moves the cursor past it and names the layer that
/// follows. To add a link type: its file, and its arm in <see cref="First"/>.</remarks>
public static class SegmentDecoder
{
    /// <summary>How many headers of a frame are followed: tags, labels, IP headers and their
    /// extensions, tunnels, and TCP. Real frames have ten at most.</summary>
    public const int MaximumLayers = 32;

    /// <summary>Decodes one frame. Never throws, never allocates.</summary>
    /// <param name="frame">Borrowed for the call.</param>
    /// <param name="segment">The segment; meaningful after <see cref="DecodeOutcome.Decoded"/>
    /// alone.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DecodeOutcome Decode(in Frame frame, out Segment segment)
    {
        segment = default;
        segment.Time = frame.Time;
        segment.Frame = frame.Id;

        return PlainFrame.TryDecode(in frame, ref segment)
            ? DecodeOutcome.Decoded
            : DecodeByLayers(in frame, ref segment);
    }

    /// <summary>The same for any frame, by its layers one after the other.</summary>
    /// <param name="frame">Borrowed for the call.</param>
    /// <param name="segment">Of default values but for the time and the frame.</param>
    internal static DecodeOutcome DecodeByLayers(in Frame frame, ref Segment segment)
    {
        var cursor = new Cursor(frame.Octets, frame.OriginalLength);
        Layer layer = First(frame.Link);
        for (int depth = 0; layer != Layer.End; depth++)
        {
            if (depth == MaximumLayers) return DecodeOutcome.TooDeep;
            layer = Enter(layer, ref cursor, ref segment);
        }

        return cursor.Outcome;
    }

    static Layer First(LinkType link) => link switch
    {
        LinkType.Ethernet => Layer.Ethernet,
        LinkType.LinuxSll => Layer.LinuxCooked,
        LinkType.LinuxSll2 => Layer.LinuxCooked2,
        LinkType.Raw or LinkType.RawBsd or LinkType.RawOpenBsd => Layer.Ip,
        LinkType.Ipv4 => Layer.Ipv4,
        LinkType.Ipv6 => Layer.Ipv6,
        LinkType.Null or LinkType.Loop => Layer.BsdLoopback,
        LinkType.Ppp => Layer.Ppp,
        LinkType.PppHdlc => Layer.Hdlc,
        LinkType.PppEthernet => Layer.Pppoe,
        LinkType.Ieee80211 => Layer.End,
        _ => Layer.End,
    };

    static Layer Enter(Layer layer, ref Cursor cursor, ref Segment segment) => layer switch
    {
        Layer.Ethernet => EthernetHeader.Enter(ref cursor, ref segment),
        Layer.Ipv4 => IpLayer.EnterIpv4(ref cursor, ref segment),
        Layer.Tcp => TcpLayer.Enter(ref cursor, ref segment),
        Layer.Ipv6 => IpLayer.EnterIpv6(ref cursor, ref segment),
        Layer.Ip => IpLayer.EnterEither(ref cursor),
        Layer.VlanTag => VlanTag.Enter(ref cursor, ref segment),
        Layer.LogicalLink => LogicalLink.Enter(ref cursor),
        Layer.LinuxCooked => LinuxCooked.Enter(ref cursor, ref segment),
        Layer.LinuxCooked2 => LinuxCooked.Enter2(ref cursor, ref segment),
        Layer.BsdLoopback => BsdLoopback.Enter(ref cursor),
        Layer.Ppp => Ppp.Enter(ref cursor),
        Layer.Hdlc => Ppp.EnterHdlc(ref cursor),
        Layer.Pppoe => Pppoe.Enter(ref cursor, ref segment),
        Layer.Mpls => Mpls.Enter(ref cursor),
        Layer.Ipv6Extension => Ipv6Extension.Enter(ref cursor, ref segment),
        Layer.Ipv6Fragment => Ipv6Extension.EnterFragment(ref cursor, ref segment),
        Layer.Authentication => Authentication.Enter(ref cursor, ref segment),
        Layer.Gre => Gre.Enter(ref cursor, ref segment),
        Layer.Erspan => Erspan.Enter(ref cursor, ref segment),
        Layer.Udp => UdpTunnel.Enter(ref cursor),
        Layer.Vxlan => Vxlan.Enter(ref cursor, ref segment),
        Layer.Geneve => Geneve.Enter(ref cursor, ref segment),
        Layer.GtpUser => GtpUser.Enter(ref cursor, ref segment),
        Layer.End => Layer.End,
        _ => Layer.End,
    };
}
