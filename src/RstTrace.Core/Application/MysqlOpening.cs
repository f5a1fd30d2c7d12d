using System;
using System.Buffers.Binary;

namespace RstTrace.Core.Application;

/// <summary>A side that begins as MySQL does (dev.mysql.com, "MySQL Source Code Documentation",
/// Client/Server Protocol). The server speaks first.</summary>
static class MysqlOpening
{
    const int HeaderLength = 4;

    /// <summary>HandshakeResponse41, or its first half, which asks for TLS. The user is not
    /// shown where it cannot be.</summary>
    public static Opening? ReadClient(ReadOnlySpan<byte> octets)
    {
        const int Fixed = 32, UserAt = HeaderLength + Fixed;
        const uint Protocol41 = 0x200, Ssl = 0x800;
        if (!TryReadHeader(octets, number: 1, out int length) || length < Fixed) return null;
        if (octets.Length < UserAt) return null;

        uint capabilities = BinaryPrimitives.ReadUInt32LittleEndian(octets[HeaderLength..]);
        // MySQL keeps 23 octets zero here; MariaDB uses the last four.
        bool isZero = octets[13..32].IndexOfAnyExcept((byte)0) < 0;
        if ((capabilities & Protocol41) == 0 || !isZero) return null;
        if (length == Fixed)
            return (capabilities & Ssl) != 0 ? Named("MySQL login, asks for TLS") : null;

        ReadOnlySpan<byte> user = octets[UserAt..];
        int end = user.IndexOf((byte)0);
        return Named("MySQL login" + (end > 0
            ? $", user {PrintableText.Of(user[..end], Opening.MaxText)}"
            : ""));
    }

    public static Opening? ReadServer(ReadOnlySpan<byte> octets)
        => TryReadHeader(octets, number: 0, out int length)
            ? ReadGreeting(octets[HeaderLength..], length) ?? ReadError(octets, length)
            : null;

    /// <summary>HandshakeV10: the protocol's version, the server's in text, and more.</summary>
    static Opening? ReadGreeting(ReadOnlySpan<byte> packet, int length)
    {
        const byte ProtocolVersion = 10;
        const int Least = 30, LongestVersion = 60;
        if (length < Least || packet.Length < 3 || packet[0] != ProtocolVersion) return null;

        ReadOnlySpan<byte> version = packet[1..];
        int end = version.IndexOf((byte)0);
        if (end >= 0) version = version[..end];
        bool isVersion = version.Length is > 1 and <= LongestVersion
            && version[0] is >= (byte)'0' and <= (byte)'9'
            && version[1] is (byte)'.' or >= (byte)'0' and <= (byte)'9'
            && PrintableText.IsWord(version);
        return isVersion
            ? Named(end < 0 ? "MySQL greeting"
                : $"MySQL greeting {PrintableText.Of(version, LongestVersion)}")
            : null;
    }

    /// <summary>ERR_Packet. Before the login it comes without or with an SQL state.</summary>
    static Opening? ReadError(ReadOnlySpan<byte> octets, int length)
    {
        const byte Mark = 0xFF;
        const int CodeAt = HeaderLength + 1, TextAt = CodeAt + 2, StateLength = 6;
        if (octets.Length <= TextAt || octets[HeaderLength] != Mark) return null;

        int code = BinaryPrimitives.ReadUInt16LittleEndian(octets[CodeAt..]);
        ReadOnlySpan<byte> message =
            octets[TextAt..Math.Min(octets.Length, HeaderLength + length)];
        if (code is < 1000 or > 9999 || !PrintableText.Is(message)) return null;
        if (message[0] == (byte)'#') message = message[Math.Min(message.Length, StateLength)..];

        string text = PrintableText.Of(message, Opening.MaxText);
        return Named($"MySQL error {code}: {text}") with { Text = text, Declines = true };
    }

    /// <summary>Length of the packet in three octets, the low one first, and its
    /// number.</summary>
    static bool TryReadHeader(ReadOnlySpan<byte> octets, byte number, out int length)
    {
        const int Longest = 1024;
        length = 0;
        if (octets.Length < HeaderLength || octets[2] != 0 || octets[3] != number) return false;

        length = BinaryPrimitives.ReadUInt16LittleEndian(octets);
        return length is > 3 and <= Longest;
    }

    static Opening Named(string description)
        => new() { Protocol = ApplicationProtocol.Mysql, Description = description };
}
