using System;

namespace RstTrace.Capture.Saving;

/// <summary>Walks through a pcapng file block by block, each as it stands there.</summary>
/// <remarks>Numbers frames as <see cref="PcapngReader"/> does, and ends where that finds
/// damage.</remarks>
/// <param name="octets">The file from its first octet on; the caller's to dispose.</param>
sealed class PcapngBlocks(OctetBuffer octets)
{
    const uint Secrets = 10;

    byte[] _long = []; // a block that the buffer has no room for
    int _read;         // of the buffer, for the block that was given last
    bool _inSection;

    /// <summary>The byte order of the section.</summary>
    public ByteOrder Order { get; private set; }

    /// <summary>The same, for who writes.</summary>
    public bool IsBigEndian { get; private set; }

    /// <summary>The type of the block: see <see cref="PcapngBlock"/>.</summary>
    public uint Type { get; private set; }

    /// <summary>Whether the block is a frame.</summary>
    public bool IsFrame
        => Type is PcapngBlock.EnhancedPacket or PcapngBlock.SimplePacket or PcapngBlock.Packet;

    /// <summary>Whether the block is numbered though it is no frame.</summary>
    public bool IsEntry => PcapngBlock.IsNumberedOnly(Type);

    /// <summary>Whether the block is a section header.</summary>
    public bool IsSection => Type == PcapngBlock.Section;

    /// <summary>Whether the block holds secrets, such as the keys of TLS sessions.</summary>
    public bool IsSecret => Type == Secrets;

    /// <summary>Takes the next block.</summary>
    /// <param name="block">All of it, its lengths checked. Borrowed until the next call.</param>
    /// <returns>False where the file ends, or makes no sense any more.</returns>
    /// <exception cref="RstTrace.Core.CaptureException">The system could not read.</exception>
    public bool Next(out ReadOnlySpan<byte> block)
    {
        block = default;
        octets.Drop(_read);
        _read = 0;
        if (octets.Demand(PcapngBlock.Header + sizeof(uint)) != Arrival.Enough) return false;

        Type = Order.UInt32(octets.Arrived);
        if (Type == PcapngBlock.Section) LearnByteOrder();
        uint length = Order.UInt32(octets.Arrived[PcapngBlock.Trailer..]);
        bool fits = _inSection && PcapngBlock.LengthFlaw(Type, length) is null;
        if (!fits || !Take((int)length, out block)) return false;

        return Order.UInt32(block[^PcapngBlock.Trailer..]) == length
            && (Type != PcapngBlock.Section || IsKnownVersion(block));
    }

    void LearnByteOrder()
    {
        var big = new ByteOrder(bigEndian: true);
        IsBigEndian = big.UInt32(octets.Arrived[PcapngBlock.Header..])
            == PcapngBlock.ByteOrderMagic;
        Order = new ByteOrder(IsBigEndian);
        _inSection = Order.UInt32(octets.Arrived[PcapngBlock.Header..])
            == PcapngBlock.ByteOrderMagic;
    }

    bool IsKnownVersion(ReadOnlySpan<byte> section)
        => Order.UInt16(section[12..]) == 1 && Order.UInt16(section[14..]) is 0 or 2;

    bool Take(int length, out ReadOnlySpan<byte> block)
    {
        if (length > OctetBuffer.Capacity) return TakeLong(length, out block);

        bool isWhole = octets.Demand(length) == Arrival.Enough;
        block = isWhole ? octets.Arrived[..length] : default;
        _read = isWhole ? length : 0;
        return isWhole;
    }

    // Secrets and names may run to megabytes; a frame does not.
    bool TakeLong(int length, out ReadOnlySpan<byte> block)
    {
        block = default;
        if (_long.Length < length) _long = new byte[length];
        for (int taken = 0; taken < length;)
        {
            if (octets.Demand(1) != Arrival.Enough) return false;

            int some = Math.Min(length - taken, octets.Arrived.Length);
            octets.Arrived[..some].CopyTo(_long.AsSpan(taken));
            octets.Drop(some);
            taken += some;
        }

        block = _long.AsSpan(0, length);
        return true;
    }
}
