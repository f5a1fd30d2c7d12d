using System;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Capture;

/// <summary>Reads pcap: https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-05.html.</summary>
sealed class PcapReader : RecordReader
{
    const int FileHeader = 24;

    // In the network word above the link type: FCS octets in the high four bits, if bit 26 is set
    // (a capturing machine may set them without it). The ten bits between mean nothing yet.
    const uint LinkTypeMask = 0x0000FFFF;
    const uint ReservedMask = 0x03FF0000;

    readonly ByteOrder _order;
    readonly int _recordHeader;
    readonly long _fractionNanoseconds;
    bool _started;
    bool _lengthsMayBeSwapped;
    LinkType _link;

    /// <inheritdoc cref="RecordReader(OctetBuffer, int)"/>
    public PcapReader(OctetBuffer octets, int file, ByteOrder order, PcapTraits traits)
        : base(octets, file)
    {
        _order = order;
        _recordHeader = (traits & PcapTraits.LongRecordHeader) != 0 ? 24 : 16;
        _fractionNanoseconds = (traits & PcapTraits.Nanoseconds) != 0 ? 1 : 1_000;
    }

    /// <inheritdoc/>
    public override ReadOutcome Read(out Frame frame)
    {
        frame = default;
        if (!_started && ReadFileHeader() is { } headless) return headless;

        Arrival arrival = Octets.Demand(_recordHeader);
        if (arrival != Arrival.Enough) return BetweenRecords(arrival);

        ReadOnlySpan<byte> record = Octets.Arrived;
        uint captured = _order.UInt32(record[Field.Captured..]);
        uint original = _order.UInt32(record[Field.Original..]);
        if (captured > original && _lengthsMayBeSwapped)
            (captured, original) = (original, captured);
        if (captured > LongestFrame) return TooLong(captured);

        int length = _recordHeader + (int)captured;
        if (record.Length < length)
        {
            arrival = Octets.Demand(length);
            if (arrival != Arrival.Enough) return InsideRecord(arrival);
            record = Octets.Arrived;
        }

        Octets.Drop(length);
        frame = new Frame
        {
            Octets = record.Slice(_recordHeader, (int)captured),
            OriginalLength = original,
            Time = TimeOf(record),
            Link = _link,
            Id = NextFrame(),
        };
        return ReadOutcome.Frame;
    }

    /// <inheritdoc/>
    public override ReadOutcome Read(FrameBatch batch)
    {
        ReadOutcome outcome = base.Read(batch);
        if (outcome == ReadOutcome.Frame) Octets.Drop(AddArrived(batch));
        return outcome;
    }

    // Of the records behind the first, those that are whole and plain; whatever is wrong with one
    // is found when it comes first.
    int AddArrived(FrameBatch batch)
    {
        ReadOnlySpan<byte> arrived = Octets.Arrived;
        int start = Octets.Place.Start, next = 0;
        while (!batch.IsFull && arrived.Length - next >= _recordHeader)
        {
            ReadOnlySpan<byte> record = arrived[next..];
            uint captured = _order.UInt32(record[Field.Captured..]);
            uint original = _order.UInt32(record[Field.Original..]);
            bool isPlain = captured <= LongestFrame && captured <= original
                && captured <= record.Length - _recordHeader;
            if (!isPlain) break;

            int octets = next + _recordHeader;
            batch.Add(start + octets, (int)captured, original, TimeOf(record), NextFrame());
            next = octets + (int)captured;
        }

        return next;
    }

    /// <returns>Null when it was read.</returns>
    ReadOutcome? ReadFileHeader()
    {
        Arrival arrival = Octets.Demand(FileHeader);
        if (arrival != Arrival.Enough) return InsideRecord(arrival);

        ReadOnlySpan<byte> header = Octets.Arrived;
        ushort major = _order.UInt16(header[Field.VersionMajor..]);
        ushort minor = _order.UInt16(header[Field.VersionMinor..]);
        uint network = _order.UInt32(header[Field.Network..]);
        if (major != 2) return Damaged($"it claims pcap version {major}.{minor}, not 2.4");
        if ((network & ReservedMask) != 0) return Damaged($"its link type is 0x{network:x8}");

        // Up to version 2.3 the two lengths of a record stood the other way round in some files.
        // Such a file gives itself away: more octets captured than there were.
        _lengthsMayBeSwapped = minor <= 3;
        _link = (LinkType)(network & LinkTypeMask);
        Octets.Drop(FileHeader);
        _started = true;
        return null;
    }

    // A 32-bit count of seconds ends in 2106: the sum always fits.
    Timestamp TimeOf(ReadOnlySpan<byte> record)
        => new(_order.UInt32(record) * 1_000_000_000L
            + _order.UInt32(record[Field.Fraction..]) * _fractionNanoseconds);

    ReadOutcome TooLong(uint captured)
        => Damaged($"a record claims {captured} captured octets, {LongestFrame} being the most");

    static class Field
    {
        public const int VersionMajor = 4, VersionMinor = 6, Network = 20; // of the file
        public const int Fraction = 4, Captured = 8, Original = 12;        // of a record
    }
}

/// <summary>What a pcap file's magic says beside the byte order.</summary>
[Flags]
enum PcapTraits
{
    /// <summary>Nothing more.</summary>
    None = 0,

    /// <summary>Fractions of seconds are nanoseconds, not microseconds.</summary>
    Nanoseconds = 1,

    /// <summary>Record headers hold interface, protocol and packet type after the lengths, as
    /// Alexey Kuznetzov's patched libpcap wrote them.</summary>
    LongRecordHeader = 2,
}
