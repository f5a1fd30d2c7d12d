using System;

namespace RstTrace.Core.Application;

/// <summary>Reads a message from its start as far as it is there: it may be cut
/// anywhere.</summary>
ref struct OctetReader(ReadOnlySpan<byte> octets)
{
    /// <summary>What <see cref="Number"/> gives for a number that is not all there.</summary>
    public const int Missing = -1;

    /// <summary>The octets ahead.</summary>
    public ReadOnlySpan<byte> Ahead { get; private set; } = octets;

    /// <summary>The next number, in network order.</summary>
    /// <param name="width">1 to 3 octets.</param>
    public int Number(int width)
    {
        if (Ahead.Length < width)
        {
            Ahead = [];
            return Missing;
        }

        int number = 0;
        foreach (byte octet in Ahead[..width]) number = (number << 8) | octet;
        Ahead = Ahead[width..];
        return number;
    }

    /// <summary>The next octets, fewer where the message was cut.</summary>
    /// <param name="length">How many; <see cref="Missing"/> is none.</param>
    public ReadOnlySpan<byte> Take(int length)
    {
        ReadOnlySpan<byte> taken = Ahead[..Math.Clamp(length, 0, Ahead.Length)];
        Ahead = Ahead[taken.Length..];
        return taken;
    }
}
