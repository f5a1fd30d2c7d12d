using System;
using RstTrace.Core.Wire;

namespace RstTrace.Testing;

public sealed partial class FrameBuilder
{
    /// <summary>Ethernet II; 802.3 when <see cref="Snap"/> follows.</summary>
    public FrameBuilder Ethernet(
        ulong source = 0x02_00_00_00_00_01, ulong destination = 0x02_00_00_00_00_02)
        => Add(new Part
        {
            Link = LinkType.Ethernet,
            EtherType = _ => 0x6558,
            Wrap = (next, inner) =>
                [.. Octets(destination, 6), .. Octets(source, 6), .. TypeOf(next, inner), .. inner],
        });

    /// <summary>802.2 LLC with SNAP; before it, Ethernet or a tag holds the length.</summary>
    public FrameBuilder Snap(uint organisation = 0)
        => Add(new Part
        {
            EtherType = length => (ushort)length,
            Wrap = (next, inner) =>
                [0xAA, 0xAA, 3, .. Octets(organisation, 3), .. TypeOf(next, inner), .. inner],
        });

    /// <summary>802.2 LLC of any kind but SNAP.</summary>
    public FrameBuilder LogicalLink(byte accessPoint)
        => Add(new Part
        {
            EtherType = length => (ushort)length,
            Wrap = (_, inner) => [accessPoint, accessPoint, 3, .. inner],
        });

    /// <summary>A VLAN tag.</summary>
    public FrameBuilder Vlan(int identifier, int priority = 0, ushort etherType = 0x8100)
        => Add(new Part
        {
            EtherType = _ => etherType,
            Wrap = (next, inner) =>
            [
                .. Octets((ulong)((priority << 13) | identifier), 2),
                .. TypeOf(next, inner),
                .. inner,
            ],
        });

    /// <summary>Linux cooked, version 1.</summary>
    public FrameBuilder LinuxCooked(
        ulong source = 0x02_00_00_00_00_01, int addressLength = 6, ushort hardware = 1)
        => Add(new Part
        {
            Link = LinkType.LinuxSll,
            Wrap = (next, inner) =>
            [
                0, 0, .. Octets(hardware, 2), .. Octets((ulong)addressLength, 2),
                .. Octets(source, 6), 0, 0, .. TypeOf(next, inner), .. inner,
            ],
        });

    /// <summary>Linux cooked, version 2.</summary>
    public FrameBuilder LinuxCooked2(
        ulong source = 0x02_00_00_00_00_01, byte addressLength = 6, ushort hardware = 1)
        => Add(new Part
        {
            Link = LinkType.LinuxSll2,
            Wrap = (next, inner) =>
            [
                .. TypeOf(next, inner), 0, 0, .. Octets(3, 4), .. Octets(hardware, 2),
                0, addressLength, .. Octets(source, 6), 0, 0, .. inner,
            ],
        });

    /// <summary>BSD loopback.</summary>
    public FrameBuilder Family(uint family, bool littleEndian = false)
        => Add(new Part
        {
            Link = littleEndian ? LinkType.Null : LinkType.Loop,
            Wrap = (_, inner) =>
            {
                byte[] octets = Octets(family, 4);
                if (littleEndian) Array.Reverse(octets);
                return [.. octets, .. inner];
            },
        });

    /// <summary>PPP.</summary>
    /// <param name="framed">Whether FF 03 stands before it.</param>
    /// <param name="compressed">Whether the protocol's first octet is left out.</param>
    public FrameBuilder Ppp(bool framed = false, bool compressed = false)
        => Add(new Part
        {
            Link = LinkType.Ppp,
            EtherType = _ => 0x880B,
            Wrap = (next, inner) =>
            {
                byte[] framing = framed ? [0xFF, 0x03] : [];
                return [.. framing, .. Octets(PppProtocolOf(next), compressed ? 1 : 2), .. inner];
            },
        });

    /// <summary>Cisco HDLC.</summary>
    public FrameBuilder CiscoHdlc()
        => Add(new Part
        {
            Link = LinkType.PppHdlc,
            Wrap = (next, inner) => [0x0F, 0, .. TypeOf(next, inner), .. inner],
        });

    /// <summary>A PPPoE session packet; <see cref="Ppp"/> follows.</summary>
    public FrameBuilder Pppoe(ushort session, byte code = 0)
        => Add(new Part
        {
            Link = LinkType.PppEthernet,
            EtherType = _ => 0x8864,
            Wrap = (_, inner) =>
                [0x11, code, .. Octets(session, 2), .. Octets((ulong)inner.Length, 2), .. inner],
        });

    /// <summary>An MPLS label, the last of its stack unless another follows.</summary>
    public FrameBuilder Mpls(int label, ushort etherType = 0x8847)
        => Add(new Part
        {
            EtherType = _ => etherType,
            PppProtocol = 0x0281,
            Wrap = (next, inner) =>
            {
                ulong last = next?.PppProtocol == 0x0281 ? 0UL : 1;
                return [.. Octets(((ulong)label << 12) | (last << 8) | 64, 4), .. inner];
            },
        });

    /// <summary>The control word of a pseudowire.</summary>
    public FrameBuilder ControlWord(ushort sequence = 0)
        => Add(new Part { Wrap = (_, inner) => [0, 0, .. Octets(sequence, 2), .. inner] });

    static byte[] TypeOf(Part? next, byte[] inner)
        => Octets(next is null ? 0x88B5u : next.EtherType(inner.Length), 2);

    static ushort PppProtocolOf(Part? next) => next?.PppProtocol ?? 0xC021;
}
