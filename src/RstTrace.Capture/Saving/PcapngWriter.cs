using System;
using System.Collections.Generic;
using System.IO;
using RstTrace.Core.Wire;
using Cursor = RstTrace.Capture.Saving.PcapngCursor;

namespace RstTrace.Capture.Saving;

/// <summary>Writes pcapng: one section, little-endian.</summary>
/// <remarks>https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-03.html. Several interfaces
/// of any link types; one may be added between frames.</remarks>
public sealed class PcapngWriter : FrameWriter
{
    /// <summary>The option of any block that is a comment.</summary>
    internal const int CommentCode = 1;

    const byte Nanoseconds = 9, Microseconds = 6; // if_tsresol: 10^-9 s, 10^-6 s

    readonly List<long> _units = []; // by interface, in nanoseconds

    /// <param name="stream">Owned: disposed with this.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="section">What the section header says.</param>
    public PcapngWriter(Stream stream, string name, SectionFacts section) : base(stream, name)
        => WriteSection(section);

    /// <summary>A section behind what a sink holds already.</summary>
    /// <param name="sink">Owned: disposed with this.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="section">What the section header says.</param>
    internal PcapngWriter(OctetSink sink, string name, SectionFacts section) : base(sink, name)
        => WriteSection(section);

    /// <inheritdoc/>
    public override int AddInterface(SavedInterface from)
    {
        const int Fixed = 16;

        byte[]? name = Cursor.Text(from.Name);
        byte[]? check = from.CheckOctets is { } octets ? [(byte)octets] : null;
        var block = new Cursor(
            Sink.Reserve(
                Fixed + Cursor.OptionLength(name) + Cursor.OptionLength(1)
                    + Cursor.OptionLength(check) + Cursor.OptionHeader + PcapngBlock.Trailer,
                frames: 0),
            PcapngBlock.Interface);
        block.Word16((int)from.Link);
        block.Word16(0);
        block.Word32((uint)from.SnapLength);
        block.Option(OptionCode.InterfaceName, name);
        block.Option(OptionCode.Resolution, [from.Microseconds ? Microseconds : Nanoseconds]);
        block.Option(OptionCode.CheckLength, check);
        block.EndOfOptions();
        block.End();
        _units.Add(from.Microseconds ? 1_000 : 1);
        return _units.Count - 1;
    }

    /// <inheritdoc/>
    public override void Write(in Frame frame, int from, FrameNote note = default)
    {
        const int Fixed = 28;

        ReadOnlySpan<byte> octets = Kept(in frame);
        byte[]? comment = Cursor.Text(note.Comment);
        int options = Cursor.OptionLength(comment)
            + (note.Number == 0 ? 0 : Cursor.OptionLength(sizeof(long)));
        if (options > 0) options += Cursor.OptionHeader;

        int length = Fixed + PcapngBlock.Padded(octets.Length) + options + PcapngBlock.Trailer;
        var block = new Cursor(Sink.Reserve(length, frames: 1), PcapngBlock.EnhancedPacket);
        block.Word32((uint)from);
        block.Time(frame.Time.Nanoseconds / _units[from]);
        block.Word32((uint)octets.Length);
        block.Word32(frame.OriginalLength);
        block.Padded(octets);
        if (options > 0)
        {
            block.Option(CommentCode, comment);
            if (note.Number != 0) block.Option(OptionCode.PacketId, note.Number);
            block.EndOfOptions();
        }

        block.End();
    }

    /// <inheritdoc/>
    public override void WriteCounts(int from, Timestamp until, InterfaceCounts counts)
    {
        const int Fixed = 20, Options = 2 * (Cursor.OptionHeader + sizeof(long));

        var block = new Cursor(
            Sink.Reserve(Fixed + Options + Cursor.OptionHeader + PcapngBlock.Trailer, frames: 0),
            PcapngBlock.InterfaceStatistics);
        block.Word32((uint)from);
        block.Time(until.Nanoseconds / _units[from]);
        block.Option(OptionCode.Received, counts.Received);
        block.Option(OptionCode.Dropped, counts.Dropped);
        block.EndOfOptions();
        block.End();
    }

    void WriteSection(SectionFacts section)
    {
        const int Fixed = 24;

        byte[]? hardware = Cursor.Text(section.Hardware);
        byte[]? system = Cursor.Text(section.System);
        byte[]? application = Cursor.Text(section.Application);
        byte[]? comment = Cursor.Text(section.Comment);
        int options = Cursor.OptionLength(hardware) + Cursor.OptionLength(system)
            + Cursor.OptionLength(application) + Cursor.OptionLength(comment)
            + Cursor.OptionHeader;
        var block = new Cursor(
            Sink.Reserve(Fixed + options + PcapngBlock.Trailer, frames: 0), PcapngBlock.Section);
        block.Word32(PcapngBlock.ByteOrderMagic);
        block.Word16(1); // version 1.0
        block.Word16(0);
        block.Word64(-1); // its length is not known before its end
        block.Option(CommentCode, comment);
        block.Option(OptionCode.Hardware, hardware);
        block.Option(OptionCode.System, system);
        block.Option(OptionCode.Application, application);
        block.EndOfOptions();
        block.End();
    }

    // Codes mean different things in different blocks.
    static class OptionCode
    {
        public const int Hardware = 2, System = 3, Application = 4; // of a section
        public const int InterfaceName = 2, Resolution = 9;         // of an interface
        public const int CheckLength = 13;
        public const int PacketId = 5;                              // of a frame
        public const int Received = 4, Dropped = 5;                 // of statistics
    }
}
