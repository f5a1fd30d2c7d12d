using System;
using System.IO;
using RstTrace.Core.Wire;
using Cursor = RstTrace.Capture.Saving.PcapngCursor;

namespace RstTrace.Capture.Saving;

/// <summary>Writes pcapng: one section, little-endian, times in nanoseconds.</summary>
/// <remarks>https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-03.html. Several interfaces
/// of any link types; one may be added between frames.</remarks>
public sealed class PcapngWriter : FrameWriter
{
    const byte Nanoseconds = 9; // if_tsresol: 10^-9 s

    int _interfaces;

    /// <param name="stream">Owned: disposed with this.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="section">What the section header says.</param>
    public PcapngWriter(Stream stream, string name, SectionFacts section) : base(stream, name)
        => WriteSection(section);

    /// <inheritdoc/>
    public override int AddInterface(SavedInterface from)
    {
        const int Fixed = 16;

        byte[]? name = Octets(from.Name);
        var block = new Cursor(
            Sink.Reserve(
                Fixed + Cursor.OptionLength(name) + Cursor.OptionLength(1) + Cursor.OptionHeader
                    + PcapngBlock.Trailer,
                frames: 0),
            PcapngBlock.Interface);
        block.Word16((int)from.Link);
        block.Word16(0);
        block.Word32((uint)from.SnapLength);
        block.Option(OptionCode.InterfaceName, name);
        block.Option(OptionCode.Resolution, [Nanoseconds]);
        block.EndOfOptions();
        block.End();
        return _interfaces++;
    }

    /// <inheritdoc/>
    public override void Write(in Frame frame, int from, FrameNote note = default)
    {
        const int Fixed = 28;

        ReadOnlySpan<byte> octets = Kept(in frame);
        byte[]? comment = Octets(note.Comment);
        int options = Cursor.OptionLength(comment)
            + (note.Number == 0 ? 0 : Cursor.OptionLength(sizeof(long)));
        if (options > 0) options += Cursor.OptionHeader;

        int length = Fixed + PcapngBlock.Padded(octets.Length) + options + PcapngBlock.Trailer;
        var block = new Cursor(Sink.Reserve(length, frames: 1), PcapngBlock.EnhancedPacket);
        block.Word32((uint)from);
        block.Time(frame.Time.Nanoseconds);
        block.Word32((uint)octets.Length);
        block.Word32(frame.OriginalLength);
        block.Padded(octets);
        if (options > 0)
        {
            block.Option(OptionCode.Comment, comment);
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
        block.Time(until.Nanoseconds);
        block.Option(OptionCode.Received, counts.Received);
        block.Option(OptionCode.Dropped, counts.Dropped);
        block.EndOfOptions();
        block.End();
    }

    void WriteSection(SectionFacts section)
    {
        const int Fixed = 24;

        byte[]? hardware = Octets(section.Hardware);
        byte[]? system = Octets(section.System);
        byte[]? application = Octets(section.Application);
        byte[]? comment = Octets(section.Comment);
        int options = Cursor.OptionLength(hardware) + Cursor.OptionLength(system)
            + Cursor.OptionLength(application) + Cursor.OptionLength(comment)
            + Cursor.OptionHeader;
        var block = new Cursor(
            Sink.Reserve(Fixed + options + PcapngBlock.Trailer, frames: 0), PcapngBlock.Section);
        block.Word32(PcapngBlock.ByteOrderMagic);
        block.Word16(1); // version 1.0
        block.Word16(0);
        block.Word64(-1); // its length is not known before its end
        block.Option(OptionCode.Comment, comment);
        block.Option(OptionCode.Hardware, hardware);
        block.Option(OptionCode.System, system);
        block.Option(OptionCode.Application, application);
        block.EndOfOptions();
        block.End();
    }

    // Codes mean different things in different blocks, but for the comment.
    static class OptionCode
    {
        public const int Comment = 1;
        public const int Hardware = 2, System = 3, Application = 4; // of a section
        public const int InterfaceName = 2, Resolution = 9;         // of an interface
        public const int PacketId = 5;                              // of a frame
        public const int Received = 4, Dropped = 5;                 // of statistics
    }
}
