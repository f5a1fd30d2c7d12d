using System;
using System.Buffers.Binary;
using System.Numerics;

namespace RstTrace.Sidecar.Delivery;

/// <summary>How a record lies in a segment of a spool: length, checksum, group, octets. Numbers are
/// little-endian.</summary>
static class SpoolFrame
{
    /// <summary>Octets before a record's own.</summary>
    public const int HeaderLength = 12;

    /// <summary>A record is no longer; what says so is damage.</summary>
    public const int MostOctets = 16 << 20;

    /// <summary>Writes the header of a record.</summary>
    /// <param name="header">At least <see cref="HeaderLength"/>.</param>
    /// <param name="group">What may be delivered together.</param>
    /// <param name="record">Its octets.</param>
    public static void Write(Span<byte> header, uint group, ReadOnlySpan<byte> record)
    {
        BinaryPrimitives.WriteInt32LittleEndian(header, record.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], group);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], Checksum(header[8..12], record));
    }

    /// <summary>Reads a header.</summary>
    /// <returns>Whether it can be one.</returns>
    public static bool TryRead(
        ReadOnlySpan<byte> header, out int length, out uint checksum, out uint group)
    {
        length = BinaryPrimitives.ReadInt32LittleEndian(header);
        checksum = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        group = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        return length is > 0 and <= MostOctets;
    }

    /// <summary>CRC-32C of group and record (RFC 3720 §12.1).</summary>
    public static uint Checksum(ReadOnlySpan<byte> group, ReadOnlySpan<byte> record)
        => ~Add(Add(uint.MaxValue, group), record);

    static uint Add(uint sum, ReadOnlySpan<byte> octets)
    {
        while (octets.Length >= sizeof(ulong))
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(octets));
            octets = octets[sizeof(ulong)..];
        }

        foreach (byte octet in octets) sum = BitOperations.Crc32C(sum, octet);
        return sum;
    }
}
