using System;
using RstTrace.Core.Wire;

namespace RstTrace.Host.Logs;

/// <summary>An address that a line names.</summary>
/// <param name="Address">The address.</param>
/// <param name="Port">The port behind it; null where there is none.</param>
readonly record struct LogAddress(IpAddress Address, ushort? Port);

/// <summary>Finds the addresses in a line: 192.0.2.7:4711, [2001:db8::7]:4711, 192.0.2.7 port 4711,
/// 192.0.2.7(4711), host=192.0.2.7 port=4711.</summary>
static class AddressScan
{
    /// <summary>Addresses of a line that are looked at.</summary>
    public const int Most = 8;

    const int LongestIpv6 = 45;

    // What a port stands behind.
    static ReadOnlySpan<byte> Word => " port "u8;

    /// <summary>Finds them.</summary>
    /// <param name="text">The line.</param>
    /// <param name="found">Gets them: at least <see cref="Most"/>.</param>
    /// <returns>How many there are.</returns>
    public static int Find(ReadOnlySpan<byte> text, Span<LogAddress> found)
    {
        int count = 0;
        for (int at = 0; at < text.Length && count < Most;)
        {
            // "host:192.0.2.7": no address begins with one colon.
            bool isOneColon = text[at] == ':' && (at + 1 == text.Length || text[at + 1] != ':');
            if (isOneColon || !IsHexOrColon(text[at]))
            {
                at++;
                continue;
            }

            int end = at;
            while (end < text.Length && (IsHexOrColon(text[end]) || text[end] == '.')) end++;
            bool isMiddle = (at > 0 && text[at] != ':' && IsLetter(text[at - 1]))
                || (end < text.Length && IsLetter(text[end]));
            if (!isMiddle) count = Take(text, at, end, found, count);
            at = end;
        }

        return count;
    }

    static int Take(
        ReadOnlySpan<byte> text, int at, int end, Span<LogAddress> found, int count)
    {
        ReadOnlySpan<byte> run = text[at..end].TrimEnd((byte)'.');
        int colons = run.Count((byte)':');
        if (colons < 2 && run.Contains((byte)'.')) return TakeIpv4(text, at, run, found, count);
        if (colons < 2 || run.Length > LongestIpv6 + 6) return count;

        // "192.0.2.7:4711:" ends a word as a point ends a sentence.
        ReadOnlySpan<byte> word = run.Length > 2 && run[^1] == ':' && run[^2] != ':'
            ? run[..^1]
            : run;
        if (word.Count((byte)':') == 1) return TakeIpv4(text, at, word, found, count);

        int behind = at + word.Length;
        if (Ipv6Text.TryParse(word, out IpAddress address))
            found[count++] = new(address, PortBehind(text[behind..]));

        // HAProxy writes 2001:db8::7:4711, which may be read either way.
        int last = word.LastIndexOf((byte)':');
        ReadOnlySpan<byte> tail = word[(last + 1)..];
        bool isPort = TryPort(tail, out ushort port) & !tail.Contains((byte)'.')
            & Ipv6Text.TryParse(word[..last], out address);
        if (isPort && count < Most) found[count++] = new(address, port);
        return count;
    }

    static int TakeIpv4(
        ReadOnlySpan<byte> text, int at, ReadOnlySpan<byte> run, Span<LogAddress> found, int count)
    {
        int colon = run.IndexOf((byte)':');
        ReadOnlySpan<byte> quad = colon < 0 ? run : run[..colon];
        if (!TryIpv4(quad, out IpAddress address)) return count;

        ushort? port = PortBehind(text[(at + quad.Length)..]);
        found[count] = new(address, port);
        return count + 1;
    }

    static ushort? PortBehind(ReadOnlySpan<byte> text)
    {
        if (text is [(byte)']', .. var bare]) text = bare;
        if (text is [(byte)',', .. var next]) text = next;
        if (text.StartsWith(Word)) text = text[Word.Length..];
        else if (text.StartsWith(" port="u8)) text = text[" port="u8.Length..];
        else if (text is [(byte)':' or (byte)'(' or (byte)'#', .. var number]) text = number;
        else return null;

        return TryPort(text, out ushort port) ? port : null;
    }

    static bool TryPort(ReadOnlySpan<byte> text, out ushort port)
    {
        var cursor = new LineCursor(text);
        bool isPort = cursor.Digits(1, 5, out int number) && number is > 0 and <= ushort.MaxValue
            && (cursor.Rest.IsEmpty || !IsHexDigit(cursor.Rest[0]));
        port = isPort ? (ushort)number : (ushort)0;
        return isPort;
    }

    static bool TryIpv4(ReadOnlySpan<byte> text, out IpAddress address)
    {
        var cursor = new LineCursor(text);
        uint value = 0;
        address = default;
        for (int part = 0; part < 4; part++)
        {
            if (part > 0 && !cursor.Skip((byte)'.')) return false;
            if (!cursor.Digits(1, 3, out int octet) || octet > byte.MaxValue) return false;
            value = (value << 8) | (uint)octet;
        }

        address = IpAddress.FromIpv4(value);
        return cursor.Rest.IsEmpty;
    }

    static bool IsHexOrColon(byte octet) => IsHexDigit(octet) || octet == ':';

    static bool IsHexDigit(byte octet) => char.IsAsciiHexDigit((char)octet);

    static bool IsLetter(byte octet) => char.IsAsciiLetterOrDigit((char)octet) || octet == '_';
}
