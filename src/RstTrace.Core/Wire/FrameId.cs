namespace RstTrace.Core.Wire;

/// <summary>Which frame: its capture file and its number there, from 1 as Wireshark
/// counts.</summary>
/// <remarks>Packed in eight octets, since flows keep many: 16 bits of file, 48 of number. The
/// default value is no frame.</remarks>
public readonly record struct FrameId
{
    const int NumberBits = 48;
    const ulong NumberMask = (1UL << NumberBits) - 1;

    readonly ulong _packed;

    /// <param name="file">Index of the capture file in the order of reading, from 0.</param>
    /// <param name="number">The frame's number in that file, from 1.</param>
    public FrameId(int file, long number)
        => _packed = ((ulong)(ushort)file << NumberBits) | ((ulong)number & NumberMask);

    /// <summary>No frame.</summary>
    public static FrameId None => default;

    /// <summary>Whether there is no frame.</summary>
    public bool IsNone => Number == 0;

    /// <summary>Index of the capture file in the order of reading, from 0.</summary>
    public int File => (int)(_packed >> NumberBits);

    /// <summary>The frame's number in its file, from 1; 0 for no frame.</summary>
    public long Number => (long)(_packed & NumberMask);
}
