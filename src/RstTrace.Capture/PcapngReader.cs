using System;
using System.Collections.Generic;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Capture;

/// <summary>Reads pcapng: https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-03.html.
/// </summary>
/// <remarks>A frame of a simple packet block, which has no time of its own, gets the time of the
/// frame before it in the file, or 0. A block that Wireshark numbers though it is no frame takes up
/// a number here too, so that frame numbers are Wireshark's.</remarks>
sealed class PcapngReader(OctetBuffer octets, int file) : RecordReader(octets, file)
{
    const int MostInterfaces = 65_536; // as many as a packet block can name

    readonly List<PcapngInterface> _interfaces = [];
    ByteOrder _order;
    bool _inSection;
    Timestamp _lastTime;
    uint _skipped;  // length of the block that is being skipped; 0 for none
    int _skipLeft;  // octets of it before its trailer

    /// <inheritdoc/>
    public override ReadOutcome Read(out Frame frame)
    {
        frame = default;
        while (true)
        {
            if (_skipped != 0 && Skip() is { } stuck) return stuck;

            Arrival arrival = Octets.Demand(PcapngBlock.Header);
            if (arrival != Arrival.Enough) return BetweenRecords(arrival);

            uint type = _order.UInt32(Octets.Arrived);
            if (type == PcapngBlock.Section && LearnByteOrder() is { } orderless) return orderless;
            if (type != PcapngBlock.Section && !_inSection)
                return Damaged("a block stands before the section header");

            uint length = _order.UInt32(Octets.Arrived[4..]);
            if (PcapngBlock.LengthFlaw(type, length) is { } flaw) return Damaged(flaw);

            if (!PcapngBlock.IsRead(type))
            {
                StartSkipping(type, length);
                continue;
            }

            arrival = Octets.Demand((int)length);
            if (arrival != Arrival.Enough) return InsideRecord(arrival);

            ReadOnlySpan<byte> block = Octets.Arrived[..(int)length];
            if (_order.UInt32(block[^PcapngBlock.Trailer..]) != length) return TwoLengths(length);
            if (ReadBlock(type, block, ref frame) is { } wrong) return Damaged(wrong);

            Octets.Drop((int)length);
            if (!frame.Id.IsNone) return ReadOutcome.Frame;
        }
    }

    // Says what is wrong, or null. The frame stays none if the block is no packet.
    string? ReadBlock(uint type, ReadOnlySpan<byte> block, ref Frame frame) => type switch
    {
        PcapngBlock.EnhancedPacket => ReadPacket(block, _order.UInt32(block[8..]), ref frame),
        PcapngBlock.Packet => ReadPacket(block, _order.UInt16(block[8..]), ref frame),
        PcapngBlock.SimplePacket => ReadSimplePacket(block, ref frame),
        PcapngBlock.Interface => AddInterface(block),
        _ => StartSection(block),
    };

    string? ReadPacket(ReadOnlySpan<byte> block, uint index, ref Frame frame)
    {
        const int High = 12, Low = 16, Captured = 20, Original = 24, Data = 28;

        if (index >= _interfaces.Count) return NoInterface(index);

        uint captured = _order.UInt32(block[Captured..]);
        if (captured > block.Length - Data - PcapngBlock.Trailer || captured > LongestFrame)
            return $"a block of {block.Length} octets claims {captured} captured octets";

        PcapngInterface on = _interfaces[(int)index];
        ulong units = ((ulong)_order.UInt32(block[High..]) << 32) | _order.UInt32(block[Low..]);
        _lastTime = on.TimeOf(units);
        frame = new Frame
        {
            Octets = block.Slice(Data, (int)captured),
            OriginalLength = _order.UInt32(block[Original..]),
            Time = _lastTime,
            Link = on.Link,
            Id = NextFrame(),
        };
        return null;
    }

    // How much was captured is nowhere said: as much as the block holds, the wire had and the
    // interface keeps.
    string? ReadSimplePacket(ReadOnlySpan<byte> block, ref Frame frame)
    {
        const int Original = 8, Data = 12;

        if (_interfaces.Count == 0) return NoInterface(0);

        PcapngInterface on = _interfaces[0];
        uint original = _order.UInt32(block[Original..]);
        uint captured = Math.Min(original, (uint)(block.Length - Data - PcapngBlock.Trailer));
        if (on.SnapLength != 0) captured = Math.Min(captured, on.SnapLength);
        if (captured > LongestFrame) return $"a simple packet of {captured} octets";

        frame = new Frame
        {
            Octets = block.Slice(Data, (int)captured),
            OriginalLength = original,
            Time = _lastTime,
            Link = on.Link,
            Id = NextFrame(),
        };
        return null;
    }

    string NoInterface(uint index)
        => $"a frame names interface {index} of {_interfaces.Count}";

    string? StartSection(ReadOnlySpan<byte> block)
    {
        ushort major = _order.UInt16(block[12..]);
        ushort minor = _order.UInt16(block[14..]);
        // Version 1.2 was written for a while and reads like 1.0.
        if (major != 1 || minor is not (0 or 2))
            return $"it claims pcapng version {major}.{minor}, not 1.0";

        _inSection = true;
        _interfaces.Clear();
        return null;
    }

    string? AddInterface(ReadOnlySpan<byte> block)
    {
        if (_interfaces.Count == MostInterfaces) return $"more than {MostInterfaces} interfaces";

        _interfaces.Add(PcapngInterface.Read(block, _order));
        return null;
    }

    /// <summary>A section may have another byte order than the one before: its magic says
    /// so.</summary>
    /// <returns>Null when it was learnt.</returns>
    ReadOutcome? LearnByteOrder()
    {
        Arrival arrival = Octets.Demand(PcapngBlock.Header + sizeof(uint));
        if (arrival != Arrival.Enough) return InsideRecord(arrival);

        ReadOnlySpan<byte> magic = Octets.Arrived[PcapngBlock.Header..];
        bool bigEndian
            = new ByteOrder(bigEndian: true).UInt32(magic) == PcapngBlock.ByteOrderMagic;
        _order = new ByteOrder(bigEndian);
        uint read = _order.UInt32(magic);
        return read == PcapngBlock.ByteOrderMagic
            ? null
            : Damaged($"a section's byte-order magic is 0x{read:x8}");
    }

    void StartSkipping(uint type, uint length)
    {
        if (PcapngBlock.IsNumberedOnly(type)) NextFrame();
        _skipped = length;
        _skipLeft = (int)length - PcapngBlock.Trailer;
    }

    /// <returns>Null when the block is behind us.</returns>
    ReadOutcome? Skip()
    {
        while (_skipLeft > 0)
        {
            Arrival some = Octets.Demand(1);
            if (some != Arrival.Enough) return InsideRecord(some);

            int octets = Math.Min(_skipLeft, Octets.Arrived.Length);
            Octets.Drop(octets);
            _skipLeft -= octets;
        }

        Arrival arrival = Octets.Demand(PcapngBlock.Trailer);
        if (arrival != Arrival.Enough) return InsideRecord(arrival);
        if (_order.UInt32(Octets.Arrived) != _skipped) return TwoLengths(_skipped);

        Octets.Drop(PcapngBlock.Trailer);
        _skipped = 0;
        return null;
    }

    ReadOutcome TwoLengths(uint length)
        => Damaged($"a block begins with length {length} and ends with another");
}
