using System;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Saving;

/// <summary>What the header of a pcap file says of its frames beside how they begin: see
/// https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-05.html.</summary>
static class PcapHeader
{
    const int Length = 24, SnapLength = 16, Network = 20;
    const uint LinkTypeMask = 0xFFFF, HasCheck = 1 << 26;

    /// <summary>Reads it as the one interface of the file.</summary>
    /// <param name="octets">The file from its first octet on.</param>
    /// <returns>Null if it is no pcap, or too short for one.</returns>
    public static SavedInterface? Read(OctetBuffer octets)
    {
        if (octets.Demand(Length) != Arrival.Enough) return null;

        ReadOnlySpan<byte> header = octets.Arrived;
        var order = new ByteOrder(bigEndian: true);
        if (!IsMagic(order.UInt32(header))) order = new ByteOrder(bigEndian: false);
        uint magic = order.UInt32(header);
        if (!IsMagic(magic)) return null;

        uint network = order.UInt32(header[Network..]);
        return new SavedInterface(
            null,
            (LinkType)(network & LinkTypeMask),
            unchecked((int)order.UInt32(header[SnapLength..])))
        {
            Microseconds = magic != PcapWriter.MagicNanoseconds,
            // It counts in words of 16 bits.
            CheckOctets = (network & HasCheck) != 0 ? (int)(network >> 28) * 2 : null,
        };
    }

    static bool IsMagic(uint magic)
        => magic is PcapWriter.MagicMicroseconds or PcapWriter.MagicNanoseconds
            or PcapWriter.MagicModified;
}
