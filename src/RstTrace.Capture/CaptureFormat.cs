using System;

namespace RstTrace.Capture;

/// <summary>A format that is read: how it begins and who reads it.</summary>
/// <remarks>Formats are told apart by first octets alone, never by name. The array is the
/// registry: a further format is a reader and a line here.</remarks>
sealed class CaptureFormat
{
    /// <summary>Octets that tell all formats apart.</summary>
    public const int HeadLength = 4;

    static readonly ByteOrder s_little = new(bigEndian: false);
    static readonly ByteOrder s_big = new(bigEndian: true);

    static readonly CaptureFormat[] s_all =
    [
        new(0xA1B2C3D4, "pcap, microseconds", static (octets, file)
            => new PcapReader(octets, file, s_big, PcapTraits.None)),
        new(0xD4C3B2A1, "pcap, microseconds", static (octets, file)
            => new PcapReader(octets, file, s_little, PcapTraits.None)),
        new(0xA1B23C4D, "pcap, nanoseconds", static (octets, file)
            => new PcapReader(octets, file, s_big, PcapTraits.Nanoseconds)),
        new(0x4D3CB2A1, "pcap, nanoseconds", static (octets, file)
            => new PcapReader(octets, file, s_little, PcapTraits.Nanoseconds)),
        new(0xA1B2CD34, "pcap (modified), microseconds", static (octets, file)
            => new PcapReader(octets, file, s_big, PcapTraits.LongRecordHeader)),
        new(0x34CDB2A1, "pcap (modified), microseconds", static (octets, file)
            => new PcapReader(octets, file, s_little, PcapTraits.LongRecordHeader)),
        new(PcapngBlock.Section, "pcapng", static (octets, file)
            => new PcapngReader(octets, file)),
    ];

    readonly uint _firstOctets; // as a big-endian number

    CaptureFormat(uint firstOctets, string name, Func<OctetBuffer, int, RecordReader> read)
    {
        _firstOctets = firstOctets;
        Name = name;
        Read = read;
    }

    /// <summary>A file of so few octets that nothing can be read from it; which of the readers
    /// says so is all the same.</summary>
    public static CaptureFormat CutShort { get; } = new(0, "cut short", s_all[0].Read);

    /// <summary>Its name for people.</summary>
    public string Name { get; }

    /// <summary>Makes its reader, of a capture that stands at its first octet and has the given
    /// index.</summary>
    public Func<OctetBuffer, int, RecordReader> Read { get; }

    /// <summary>The format that begins like this, or null.</summary>
    /// <param name="head">What a file begins with; if fewer than <see cref="HeadLength"/> octets,
    /// all of it.</param>
    public static CaptureFormat? Of(ReadOnlySpan<byte> head)
    {
        foreach (CaptureFormat format in s_all)
        {
            if (format.FitsWith(head)) return head.Length < HeadLength ? CutShort : format;
        }

        return null;
    }

    bool FitsWith(ReadOnlySpan<byte> head)
    {
        for (int i = 0; i < HeadLength && i < head.Length; i++)
        {
            if (head[i] != (byte)(_firstOctets >> (8 * (HeadLength - 1 - i)))) return false;
        }

        return true;
    }
}
