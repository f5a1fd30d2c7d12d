namespace RstTrace.Capture;

/// <summary>The blocks that a pcapng file is made of: types and lengths in octets.</summary>
static class PcapngBlock
{
    /// <summary>Type and length, which every block begins with.</summary>
    public const int Header = 8;

    /// <summary>The length again, which every block ends with.</summary>
    public const int Trailer = 4;

    /// <summary>In a section header, in the byte order of the section.</summary>
    public const uint ByteOrderMagic = 0x1A2B3C4D;

    // The types that are read.
    public const uint Section = 0x0A0D0D0A;
    public const uint Interface = 1;
    public const uint Packet = 2; // obsolete
    public const uint SimplePacket = 3;
    public const uint EnhancedPacket = 6;

    /// <summary>Written, and skipped in reading.</summary>
    public const uint InterfaceStatistics = 5;

    /// <summary>Longest block that is skipped: secrets and names may run to megabytes. More is
    /// taken for damage, before a garbled length swallows a stream.</summary>
    const int LongestSkipped = 64 << 20;

    /// <summary>Whether a block of this type is read, and not skipped.</summary>
    public static bool IsRead(uint type)
        => type is EnhancedPacket or SimplePacket or Packet or Interface or Section;

    /// <summary>Whether Wireshark gives it a frame number though it is no frame of a wire: journal
    /// entries, system calls, custom blocks.</summary>
    public static bool IsNumberedOnly(uint type)
        => type is 0x9 or 0xBAD or 0x40000BAD or 0x204 or 0x208 or 0x216 or 0x221;

    /// <summary>So many octets with their padding to a multiple of 4.</summary>
    public static int Padded(int octets) => (octets + 3) & ~3;

    /// <summary>What is wrong with a block's length, or null.</summary>
    public static string? LengthFlaw(uint type, uint length)
    {
        int least = type switch
        {
            EnhancedPacket or Packet => 32,
            Section => 28,
            Interface => 20,
            SimplePacket => 16,
            _ => Header + Trailer,
        };
        int most = IsRead(type) ? OctetBuffer.Capacity : LongestSkipped;
        if (length >= least && length <= most && length % 4 == 0) return null;

        string claim = $"a block of type {type} claims {length} octets";
        if (length < least) return $"{claim}, {least} the least";
        return length > most ? $"{claim}, {most} the most" : $"{claim}, no multiple of 4";
    }
}
