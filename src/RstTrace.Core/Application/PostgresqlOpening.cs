using System;
using System.Buffers.Binary;

namespace RstTrace.Core.Application;

/// <summary>A side that begins as PostgreSQL does (its manual, "Message Formats").</summary>
static class PostgresqlOpening
{
    const int Longest = 10_000; // MAX_STARTUP_PACKET_LENGTH

    const uint Cancel = 0x04D2_162E, Ssl = 0x04D2_162F, GssEncryption = 0x04D2_1630;

    public static Opening? ReadClient(ReadOnlySpan<byte> octets)
    {
        if (octets.Length < 8) return null;

        uint length = BinaryPrimitives.ReadUInt32BigEndian(octets);
        return (length, BinaryPrimitives.ReadUInt32BigEndian(octets[4..])) switch
        {
            (8, Ssl) => Named("PostgreSQL, asks for TLS") with { AsksForEncryption = true },
            (8, GssEncryption) => Named("PostgreSQL, asks for GSSAPI encryption") with
            {
                AsksForEncryption = true,
            },
            (16, Cancel) => Named("PostgreSQL cancel request"),
            ( > 9 and <= Longest, >= 0x0003_0000 and <= 0x0003_000F) => ReadStartup(octets[8..]),
            _ => null,
        };
    }

    /// <summary>Names and values, each ended by a zero, in any order.</summary>
    static Opening? ReadStartup(ReadOnlySpan<byte> parameters)
    {
        if (parameters.IsEmpty || parameters[0] is < (byte)'a' or > (byte)'z') return null;

        string user = "", database = "";
        while (TryTakeText(ref parameters, out ReadOnlySpan<byte> name) && !name.IsEmpty
            && TryTakeText(ref parameters, out ReadOnlySpan<byte> value))
        {
            if (name.SequenceEqual("user"u8)) user = $", user {Shown(value)}";
            else if (name.SequenceEqual("database"u8)) database = $", database {Shown(value)}";
        }

        return Named($"PostgreSQL startup{user}{database}");
    }

    /// <param name="octets">The server's first.</param>
    /// <param name="client">A single octet is an answer only to one who asked.</param>
    public static Opening? ReadServer(ReadOnlySpan<byte> octets, Opening? client)
    {
        if (client is { AsksForEncryption: true } && octets.Length == 1)
        {
            return octets[0] switch
            {
                (byte)'S' or (byte)'G' => Named("PostgreSQL agrees to encryption"),
                (byte)'N' => Named("PostgreSQL declines encryption"),
                _ => null,
            };
        }

        if (octets.Length < 7) return null;
        uint length = BinaryPrimitives.ReadUInt32BigEndian(octets[1..]);
        return (octets[0], length) switch
        {
            ((byte)'R', >= 8 and <= 1024) when octets[5] == 0 && octets[6] == 0
                => Named("PostgreSQL authentication request"),
            ((byte)'E', >= 10 and <= Longest) when octets[5] == (byte)'S' && octets[6] >= 0x20
                => ReadError(octets[5..]),
            _ => null,
        };
    }

    /// <summary>ErrorResponse: fields of a letter and a text each.</summary>
    static Opening ReadError(ReadOnlySpan<byte> fields)
    {
        string code = "", message = "";
        while (!fields.IsEmpty && fields[0] != 0)
        {
            byte type = fields[0];
            fields = fields[1..];
            if (!TryTakeText(ref fields, out ReadOnlySpan<byte> value)) break;
            if (type == (byte)'C') code = $" {Shown(value)}";
            else if (type == (byte)'M') message = Shown(value);
        }

        return Named($"PostgreSQL error{code}" + (message.Length > 0 ? $": {message}" : "")) with
        {
            Text = message.Length > 0 ? message : null,
            Declines = true,
        };
    }

    static bool TryTakeText(ref ReadOnlySpan<byte> octets, out ReadOnlySpan<byte> text)
    {
        int end = octets.IndexOf((byte)0);
        text = end < 0 ? [] : octets[..end];
        if (end >= 0) octets = octets[(end + 1)..];
        return end >= 0;
    }

    static string Shown(ReadOnlySpan<byte> text) => PrintableText.Of(text, Opening.MaxText);

    static Opening Named(string description)
        => new() { Protocol = ApplicationProtocol.Postgresql, Description = description };
}
