using System;
using System.Buffers.Binary;

namespace RstTrace.CaptureGenerator;

/// <summary>The checksum of IP and TCP: the one's complement sum of 16-bit words (RFC 1071).
/// </summary>
static class Checksum
{
    /// <summary>The sum of some octets, not yet folded: add such sums, then
    /// <see cref="Fold"/>.</summary>
    /// <param name="octets">A whole number of words, unless nothing follows.</param>
    public static ulong Sum(ReadOnlySpan<byte> octets)
    {
        // 2^16 is 1 modulo 2^16 - 1, so words of 32 bits sum to the same once folded.
        ulong sum = 0;
        for (; octets.Length >= 4; octets = octets[4..])
            sum += BinaryPrimitives.ReadUInt32BigEndian(octets);
        if (octets.Length >= 2) sum += BinaryPrimitives.ReadUInt16BigEndian(octets);
        if ((octets.Length & 1) != 0) sum += (ulong)octets[^1] << 8;
        return sum;
    }

    /// <summary>The checksum of all that was summed.</summary>
    public static ushort Fold(ulong sum)
    {
        while (sum > 0xFFFF) sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)~sum;
    }
}
