using System;

namespace RstTrace.Core.Application;

/// <summary>A request of HTTP/1 (RFC 9112 §3).</summary>
static class HttpRequest
{
    const int LongestMethod = 20;

    public static Opening? Read(ReadOnlySpan<byte> octets)
    {
        int space = octets[..Math.Min(octets.Length, LongestMethod)].IndexOf((byte)' ');
        if (space < 1 || !IsMethod(octets[..space])) return null;

        ReadOnlySpan<byte> method = octets[..space];
        bool isWhole = octets.Contains((byte)'\n');
        ReadOnlySpan<byte> line = PrintableText.FirstLine(octets[(space + 1)..]);
        int version = line.LastIndexOf(" HTTP/1."u8);
        if (version < 0 && !IsPlainly(method, line, isWhole)) return null;

        ReadOnlySpan<byte> target = version < 0 ? line : line[..version];
        int end = target.IndexOf((byte)' ');
        if (version < 0 && end >= 0) target = target[..end];
        return Described(octets, method, target, version < 0 ? [] : line[(version + 1)..]);
    }

    static bool IsMethod(ReadOnlySpan<byte> word)
    {
        foreach (byte octet in word)
        {
            bool isUpper = octet is >= (byte)'A' and <= (byte)'Z';
            if (!isUpper && octet is not ((byte)'-' or (byte)'_')) return false;
        }

        return true;
    }

    /// <summary>Whether a line without a version in sight is HTTP all the same: a method that RTSP,
    /// SIP and NATS do not share, and a target as HTTP has them.</summary>
    /// <param name="method">The first word.</param>
    /// <param name="line">What is there behind it.</param>
    /// <param name="isWhole">Whether the line's end is there. Then only a GET of HTTP/0.9 has no
    /// version.</param>
    static bool IsPlainly(ReadOnlySpan<byte> method, ReadOnlySpan<byte> line, bool isWhole)
    {
        bool isGet = method.SequenceEqual("GET"u8);
        bool isKnown = isGet || method.SequenceEqual("POST"u8) || method.SequenceEqual("HEAD"u8)
            || method.SequenceEqual("PUT"u8) || method.SequenceEqual("DELETE"u8)
            || method.SequenceEqual("PATCH"u8);
        bool isTarget = line.StartsWith("/"u8)
            || line.StartsWith("http://"u8) || line.StartsWith("https://"u8);
        return isKnown && isTarget && PrintableText.Is(line)
            && (!isWhole || (isGet && !line.Contains((byte)' ')));
    }

    static Opening Described(
        ReadOnlySpan<byte> octets, ReadOnlySpan<byte> method, ReadOnlySpan<byte> target,
        ReadOnlySpan<byte> version)
    {
        string name = PrintableText.Of(method, LongestMethod);
        string path = PathOf(target);
        ReadOnlySpan<byte> host = HttpOpening.Field(octets, "host"u8);
        if (host.IsEmpty) host = AuthorityOf(target, method);
        string? named = host.IsEmpty ? null : PrintableText.Of(host, Opening.MaxName);
        string protocol = version.IsEmpty ? "" : $" {PrintableText.Of(version, 10)}";
        return new Opening
        {
            Protocol = ApplicationProtocol.Http,
            Description = $"{name} {path}{protocol}{(named is null ? "" : " for ")}{named}",
            HttpMethod = name,
            HttpPath = path,
            HttpHost = named,
            ContentLength = HttpOpening.LengthIn(octets),
        };
    }

    // Neither the query nor a user's name and password: they hold secrets.
    static string PathOf(ReadOnlySpan<byte> target)
    {
        int query = target.IndexOf((byte)'?');
        ReadOnlySpan<byte> path = query < 0 ? target : target[..query];
        string shown = path.Overlaps(AuthorityOf(path, []), out int host)
            ? PrintableText.Of(path[..(path.IndexOf("://"u8) + 3)], Opening.MaxText)
                + PrintableText.Of(path[host..], Opening.MaxText)
            : PrintableText.Of(path, Opening.MaxText);
        return query < 0 ? shown : shown + "?" + PrintableText.Ellipsis;
    }

    /// <summary>Host and port of an absolute target, or of a target that is nothing else (RFC 9112
    /// §3.2); empty for others.</summary>
    static ReadOnlySpan<byte> AuthorityOf(ReadOnlySpan<byte> target, ReadOnlySpan<byte> method)
    {
        if (method.SequenceEqual("CONNECT"u8)) return target;

        int scheme = target.IndexOf("://"u8);
        if (scheme < 0 || target[0] == (byte)'/') return [];

        ReadOnlySpan<byte> authority = target[(scheme + 3)..];
        int end = authority.IndexOfAny((byte)'/', (byte)'?');
        if (end >= 0) authority = authority[..end];
        return authority[(authority.LastIndexOf((byte)'@') + 1)..];
    }
}
