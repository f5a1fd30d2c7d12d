using System;
using System.Buffers.Binary;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Saving;

/// <summary>A frame laid out in memory: a header of fixed length, then its octets.</summary>
static class FrameRecord
{
    /// <summary>The longest record.</summary>
    public const int Longest = Header + RecordReader.LongestFrame;

    const int Header = 32;

    /// <summary>Octets of a record, a multiple of 8 so that every field is aligned.</summary>
    /// <param name="captured">Octets of the frame.</param>
    public static int LengthOf(int captured) => (Header + captured + 7) & ~7;

    /// <summary>Octets of the frame in a record that begins like this.</summary>
    public static int CapturedOf(ReadOnlySpan<byte> record)
        => BinaryPrimitives.ReadInt32LittleEndian(record);

    /// <summary>Index of the interface that the frame came from.</summary>
    public static int InterfaceOf(ReadOnlySpan<byte> record)
        => BinaryPrimitives.ReadUInt16LittleEndian(record[Field.Interface..]);

    /// <param name="record">As long as <see cref="LengthOf"/> says.</param>
    /// <param name="frame">Borrowed for the call.</param>
    /// <param name="captured">How many of its octets to keep.</param>
    /// <param name="from">Index of its interface.</param>
    public static void Write(Span<byte> record, in Frame frame, int captured, int from)
    {
        BinaryPrimitives.WriteInt32LittleEndian(record, captured);
        BinaryPrimitives.WriteUInt16LittleEndian(record[Field.Interface..], (ushort)from);
        BinaryPrimitives.WriteUInt16LittleEndian(record[Field.Link..], (ushort)frame.Link);
        BinaryPrimitives.WriteUInt32LittleEndian(record[Field.Original..], frame.OriginalLength);
        BinaryPrimitives.WriteInt32LittleEndian(record[Field.File..], frame.Id.File);
        BinaryPrimitives.WriteInt64LittleEndian(record[Field.Time..], frame.Time.Nanoseconds);
        BinaryPrimitives.WriteInt64LittleEndian(record[Field.Number..], frame.Id.Number);
        frame.Octets[..captured].CopyTo(record[Header..]);
    }

    /// <returns>Borrowed from the record.</returns>
    public static Frame Read(ReadOnlySpan<byte> record) => new()
    {
        Octets = record.Slice(Header, CapturedOf(record)),
        OriginalLength = BinaryPrimitives.ReadUInt32LittleEndian(record[Field.Original..]),
        Time = new Timestamp(BinaryPrimitives.ReadInt64LittleEndian(record[Field.Time..])),
        Link = (LinkType)BinaryPrimitives.ReadUInt16LittleEndian(record[Field.Link..]),
        Id = new FrameId(
            BinaryPrimitives.ReadInt32LittleEndian(record[Field.File..]),
            BinaryPrimitives.ReadInt64LittleEndian(record[Field.Number..])),
    };

    static class Field
    {
        public const int Interface = 4, Link = 6, Original = 8, File = 12, Time = 16, Number = 24;
    }
}
