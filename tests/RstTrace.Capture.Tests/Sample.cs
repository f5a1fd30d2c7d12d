using System;
using RstTrace.Testing;

namespace RstTrace.Capture.Tests;

/// <summary>Small captures of each kind, built from parts.</summary>
static class Sample
{
    public static byte[] Octets(int length, byte first = 1)
    {
        byte[] octets = new byte[length];
        for (int i = 0; i < length; i++) octets[i] = (byte)(first + i);
        return octets;
    }

    public static byte[] Pcap(
        uint magic = PcapBuilder.Microseconds, bool bigEndian = false, int frames = 3)
    {
        var pcap = new PcapBuilder(magic, bigEndian);
        for (int i = 0; i < frames; i++)
            pcap.Frame(100 + i, 250, Octets(60 + i, (byte)i), original: 1514);

        return pcap.ToArray();
    }

    /// <summary>Two sections of different byte order, every kind of packet block, blocks to
    /// skip: six frames.</summary>
    public static byte[] Pcapng() => new PcapngBuilder()
        .Section(bigEndian: false)
        .Interface(link: 1, snapLength: 64)
        .Interface(link: 101, resolution: 9)
        .Enhanced(5_000_000, Octets(61))
        .Block(5, body => body.Word32(0).Word64(7)) // interface statistics
        .Enhanced(6_000_000_007, Octets(40), on: 1)
        .Simple(Octets(64), original: 1514)
        .Obsolete(7_000_000, Octets(62))
        .Section(bigEndian: true)
        .Block(0x777, body => body.Octets(Octets(36)))
        .Interface(link: 113, resolution: 0x80 | 10)
        .Enhanced(8 << 10, Octets(63))
        .Obsolete(9 << 10, Octets(64))
        .ToArray();

    /// <summary>Each kind by a name for test cases.</summary>
    public static byte[] Named(string name) => name switch
    {
        "pcap" => Pcap(),
        "pcap big-endian" => Pcap(bigEndian: true),
        "pcap nanoseconds" => Pcap(PcapBuilder.Nanoseconds),
        "pcap modified" => Pcap(PcapBuilder.Modified, bigEndian: true),
        "pcapng" => Pcapng(),
        "pcap in gzip" => GzipFile.Of(Pcap()),
        "pcapng in gzip" => GzipFile.Of(Pcapng()[..100], Pcapng()[100..]),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    public static readonly string[] Names =
    [
        "pcap", "pcap big-endian", "pcap nanoseconds", "pcap modified", "pcapng",
        "pcap in gzip", "pcapng in gzip",
    ];
}
