using System;
using System.Buffers.Binary;

namespace RstTrace.Capture;

/// <summary>Numbers as the machine that wrote a capture laid them out.</summary>
readonly struct ByteOrder(bool bigEndian)
{
    public ushort UInt16(ReadOnlySpan<byte> octets)
        => bigEndian
            ? BinaryPrimitives.ReadUInt16BigEndian(octets)
            : BinaryPrimitives.ReadUInt16LittleEndian(octets);

    public uint UInt32(ReadOnlySpan<byte> octets)
        => bigEndian
            ? BinaryPrimitives.ReadUInt32BigEndian(octets)
            : BinaryPrimitives.ReadUInt32LittleEndian(octets);

    public long Int64(ReadOnlySpan<byte> octets)
        => bigEndian
            ? BinaryPrimitives.ReadInt64BigEndian(octets)
            : BinaryPrimitives.ReadInt64LittleEndian(octets);
}
