namespace RstTrace.Testing;

public sealed partial class FrameBuilder
{
    /// <summary>GRE, version 0; what follows may be anything with an ethertype.</summary>
    public FrameBuilder Gre(uint? key = null, uint? sequence = null, bool checksum = false)
        => Add(new Part
        {
            Protocol = 47,
            Wrap = (next, inner) =>
            {
                int flags = (checksum ? 0x8000 : 0) | (key is null ? 0 : 0x2000)
                    | (sequence is null ? 0 : 0x1000);
                byte[] optional =
                [
                    .. checksum ? new byte[4] : [],
                    .. key is { } k ? Octets(k, 4) : [],
                    .. sequence is { } s ? Octets(s, 4) : [],
                ];
                return [.. Octets((ulong)flags, 2), .. TypeOf(next, inner), .. optional, .. inner];
            },
        });

    /// <summary>GRE as PPTP uses it; <see cref="Ppp"/> follows.</summary>
    public FrameBuilder Pptp(ushort call, uint? sequence = 1, uint? acknowledgment = null)
        => Add(new Part
        {
            Protocol = 47,
            Wrap = (_, inner) =>
            {
                int flags = 0x2001 | (sequence is null ? 0 : 0x1000)
                    | (acknowledgment is null ? 0 : 0x0080);
                return
                [
                    .. Octets((ulong)flags, 2), 0x88, 0x0B, .. Octets((ulong)inner.Length, 2),
                    .. Octets(call, 2), .. sequence is { } s ? Octets(s, 4) : [],
                    .. acknowledgment is { } a ? Octets(a, 4) : [], .. inner,
                ];
            },
        });

    /// <summary>ERSPAN type II, behind <see cref="Gre"/> with a sequence number. Type I is no
    /// header: see <see cref="Erspan1"/>.</summary>
    public FrameBuilder Erspan2(int vlan = 0, int session = 1)
        => Add(new Part
        {
            EtherType = _ => 0x88BE,
            Wrap = (_, inner) =>
            [
                .. Octets(0x1000u | (uint)vlan, 2), .. Octets((uint)session, 2),
                0, 0, 0, 0, .. inner,
            ],
        });

    /// <summary>ERSPAN type III, behind <see cref="Gre"/> with a sequence number.</summary>
    /// <param name="vlan">The VLAN of the mirrored frame.</param>
    /// <param name="platform">Whether the platform's own eight octets are there.</param>
    public FrameBuilder Erspan3(int vlan = 0, bool platform = false)
        => Add(new Part
        {
            EtherType = _ => 0x22EB,
            Wrap = (_, inner) =>
            [
                .. Octets(0x2000u | (uint)vlan, 2), 0, 1, 0, 0, 0, 9, 0, 0, 0,
                (byte)(platform ? 1 : 0), .. platform ? new byte[8] : [], .. inner,
            ],
        });

    /// <summary>ERSPAN type I: an Ethernet header that GRE announces as ERSPAN.</summary>
    public FrameBuilder Erspan1()
    {
        Ethernet();
        _parts[^1] = _parts[^1] with { EtherType = _ => 0x88BE };
        return this;
    }

    /// <summary>UDP without a checksum.</summary>
    /// <param name="sourcePort">Source port.</param>
    /// <param name="destinationPort">Destination port.</param>
    /// <param name="length">What it claims; the truth when null.</param>
    public FrameBuilder Udp(ushort sourcePort, ushort destinationPort, int? length = null)
        => Add(new Part
        {
            Protocol = 17,
            Wrap = (_, inner) =>
            [
                .. Octets(sourcePort, 2), .. Octets(destinationPort, 2),
                .. Octets((ulong)(length ?? inner.Length + 8), 2), 0, 0, .. inner,
            ],
        });

    /// <summary>VXLAN; <see cref="Ethernet"/> follows.</summary>
    public FrameBuilder Vxlan(uint network, byte flags = 8)
        => Add(new Part
        {
            Wrap = (_, inner) => [flags, 0, 0, 0, .. Octets(network, 3), 0, .. inner],
        });

    /// <summary>GENEVE; what follows may be anything with an ethertype.</summary>
    public FrameBuilder Geneve(uint network, int optionWords = 0, int version = 0)
        => Add(new Part
        {
            Wrap = (next, inner) =>
            [
                (byte)((version << 6) | optionWords), 0, .. TypeOf(next, inner),
                .. Octets(network, 3), 0, .. new byte[optionWords * 4], .. inner,
            ],
        });

    /// <summary>A G-PDU of GTP's user plane.</summary>
    /// <param name="endpoint">TEID.</param>
    /// <param name="sequence">Sequence number; null for none.</param>
    /// <param name="extensions">How many extension headers, of four octets each.</param>
    /// <param name="message">Message type.</param>
    public FrameBuilder GtpUser(
        uint endpoint, ushort? sequence = null, int extensions = 0, byte message = 255)
        => Add(new Part
        {
            Wrap = (_, inner) =>
            {
                const byte Type = 0x85; // PDU session container
                int flags = 0x30 | (extensions > 0 ? 4 : 0) | (sequence is null ? 0 : 2);
                byte[] optional = [];
                if ((flags & 7) != 0)
                    optional = [.. Octets(sequence ?? 0u, 2), 0, extensions > 0 ? Type : (byte)0];
                for (int left = extensions - 1; left >= 0; left--)
                    optional = [.. optional, 1, 0, 9, left > 0 ? Type : (byte)0];
                return
                [
                    (byte)flags, message, .. Octets((ulong)(optional.Length + inner.Length), 2),
                    .. Octets(endpoint, 4), .. optional, .. inner,
                ];
            },
        });
}
