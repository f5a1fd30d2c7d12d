using System;
using System.Runtime.CompilerServices;

namespace RstTrace.Core.Flows;

/// <summary>The first octets that either side of a connection sent: they tell the protocol, the
/// name that was asked for, the greeting that refused.</summary>
/// <remarks>A ring of fixed size: when it is full, the connection that began to speak first loses
/// its own. Memory is taken when first used.</remarks>
sealed class Openings
{
    /// <summary>Octets kept of each side: enough for a TLS server name or an HTTP Host in its
    /// usual place.</summary>
    public const int Kept = 256;

    // Connections whose opening is kept: 2 MB.
    const int Capacity = 1 << 12;

    readonly byte[] _octets = new byte[Capacity * 2 * Kept];
    readonly ushort[] _lengths = new ushort[Capacity * 2];
    uint _next = 1;

    /// <summary>Adds octets to the opening of one side.</summary>
    /// <param name="number">The connection's opening, or 0; gets its number.</param>
    /// <param name="side">Who sent them.</param>
    /// <param name="octets">What was captured of them.</param>
    /// <returns>Whether what follows is wanted, too.</returns>
    public bool Add(ref uint number, Side side, ReadOnlySpan<byte> octets)
    {
        if (number == 0) number = Begin();
        else if (IsForgotten(number)) return false;

        int place = Place(number, side);
        int length = _lengths[place];
        int added = Math.Min(octets.Length, Kept - length);
        octets[..added].CopyTo(_octets.AsSpan((place * Kept) + length));
        _lengths[place] = (ushort)(length + added);
        return length == 0 && MayBeProxyHeader(octets);
    }

    /// <summary>Whether a payload may be the first words of a protocol that is read: text, TLS, or
    /// one of the few that begin with a length. The middle of a stream seldom passes, and need not
    /// be kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayBegin(ReadOnlySpan<byte> payload)
    {
        const byte TlsAlert = 0x15, TlsHandshake = 0x16, TlsMajor = 3;
        if (payload.Length < 4) return true;

        (byte first, byte second, byte third, byte fourth)
            = (payload[0], payload[1], payload[2], payload[3]);
        return first switch
        {
            TlsAlert or TlsHandshake when second == TlsMajor => true,
            0 => second == 0 && (third | fourth) != 0, // PostgreSQL's length
            _ when second == 0 => third == 0 && fourth <= 1, // MySQL's
            _ => IsText(first) && IsText(second) && IsText(third) && IsText(fourth),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool IsText(byte octet) => octet is >= 0x20 and < 0x7F or (byte)'\r' or (byte)'\n';

    // Of either version. It is often a segment of its own, before what is really said.
    static bool MayBeProxyHeader(ReadOnlySpan<byte> octets)
        => octets.StartsWith("PROXY "u8) || octets.StartsWith("\r\n\r\n\0\r\nQUIT\n"u8);

    /// <summary>The opening of one side; empty when it sent nothing, or too long ago.</summary>
    /// <remarks>Borrowed until the next <see cref="Add"/>.</remarks>
    public ReadOnlySpan<byte> Of(uint number, Side side)
    {
        if (number == 0 || IsForgotten(number)) return [];

        int place = Place(number, side);
        return _octets.AsSpan(place * Kept, _lengths[place]);
    }

    uint Begin()
    {
        uint number = _next++;
        if (_next == 0) _next = 1; // 0 is none
        _lengths[Place(number, Side.Client)] = 0;
        _lengths[Place(number, Side.Server)] = 0;
        return number;
    }

    bool IsForgotten(uint number) => _next - number > Capacity;

    static int Place(uint number, Side side)
        => (((int)number & (Capacity - 1)) * 2) + (int)side;
}
