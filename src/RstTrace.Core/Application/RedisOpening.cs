using System;

namespace RstTrace.Core.Application;

/// <summary>A side that begins as Redis does (RESP, redis.io/docs "Redis serialization
/// protocol").</summary>
static class RedisOpening
{
    const int MaxDigits = 5;

    /// <summary>A command: an array of strings. Its arguments are not shown: they hold passwords
    /// and keys.</summary>
    public static Opening? ReadClient(ReadOnlySpan<byte> octets)
    {
        if (octets.SequenceEqual("PING\r\n"u8)) return Named("Redis PING");
        if (!TrySkipCount(ref octets, (byte)'*') || !TrySkipCount(ref octets, (byte)'$'))
            return null;

        int end = octets.IndexOf((byte)'\r');
        return end > 0 && PrintableText.IsWord(octets[..end])
            ? Named($"Redis {PrintableText.Of(octets[..end], 32)}")
            : Named("Redis command");
    }

    public static Opening? ReadServer(ReadOnlySpan<byte> octets)
    {
        if (octets.StartsWith("+PONG\r\n"u8)) return Named("Redis PONG");
        if (octets.StartsWith("-"u8)) return ReadError(octets[1..]);

        ReadOnlySpan<byte> reply = octets;
        if (TrySkipCount(ref reply, (byte)'%') || TrySkipCount(ref reply, (byte)'*'))
            return TrySkipCount(ref reply, (byte)'$') ? Named("Redis reply") : null;
        return null;
    }

    /// <summary>Only such as Redis alone says: POP3 begins its errors alike.</summary>
    static Opening? ReadError(ReadOnlySpan<byte> error)
    {
        bool declines = error.StartsWith("ERR max number of clients"u8)
            || error.StartsWith("DENIED Redis is running in protected mode"u8)
            || error.StartsWith("LOADING Redis"u8);
        bool isRedis = declines
            || error.StartsWith("NOAUTH "u8)
            || error.StartsWith("WRONGPASS "u8)
            || error.StartsWith("NOPERM "u8)
            || error.StartsWith("ERR unknown command"u8)
            || error.StartsWith("ERR wrong number of arguments"u8)
            || error.StartsWith("ERR Protocol error"u8);
        if (!isRedis) return null;

        string text = PrintableText.Of(PrintableText.FirstLine(error), Opening.MaxText);
        return Named($"Redis error: {text}") with { Text = text, Declines = declines };
    }

    /// <summary>Skips a type, a count and the end of the line.</summary>
    static bool TrySkipCount(ref ReadOnlySpan<byte> octets, byte type)
    {
        if (octets.IsEmpty || octets[0] != type) return false;

        ReadOnlySpan<byte> count = octets[1..];
        int digits = count.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits is < 1 or > MaxDigits || !count[digits..].StartsWith("\r\n"u8)) return false;

        octets = count[(digits + 2)..];
        return true;
    }

    static Opening Named(string description)
        => new() { Protocol = ApplicationProtocol.Redis, Description = description };
}
