using System;
using System.Buffers.Text;
using System.Text;

namespace RstTrace.Core.Application;

/// <summary>A side that begins as HTTP does: a request or a response of HTTP/1 (RFC 9112), the
/// preface or the settings of HTTP/2 (RFC 9113 §3.4).</summary>
static class HttpOpening
{
    public static Opening? Read(ReadOnlySpan<byte> octets)
    {
        if (octets.StartsWith("PRI * HTTP/2.0"u8)) return Named("HTTP/2 preface");
        if (octets.StartsWith("HTTP/1."u8)) return ReadResponse(octets);
        return ReadSettings(octets) ?? HttpRequest.Read(octets);
    }

    static Opening ReadResponse(ReadOnlySpan<byte> octets)
    {
        const int StatusAt = 9, ReasonAt = StatusAt + 3;
        ReadOnlySpan<byte> line = PrintableText.FirstLine(octets);
        if (line.Length < ReasonAt || line[StatusAt - 1] != (byte)' '
            || !Utf8Parser.TryParse(line[StatusAt..ReasonAt], out ushort status, out int read)
            || read != ReasonAt - StatusAt)
        {
            return Named("HTTP response");
        }

        ReadOnlySpan<byte> reason = line[ReasonAt..].Trim((byte)' ');
        return new Opening
        {
            Protocol = ApplicationProtocol.Http,
            Description = $"HTTP {status} {PrintableText.Of(reason, 60)}".TrimEnd(),
            HttpStatus = status,
            ContentLength = LengthIn(octets),
            WantsTls = status == 400 && WantsTls(octets),
        };
    }

    // nginx; Go's net/http; Apache; Tomcat.
    static bool WantsTls(ReadOnlySpan<byte> octets)
        => octets.IndexOf("plain HTTP request was sent"u8) >= 0
            || octets.IndexOf("sent an HTTP request to an HTTPS server"u8) >= 0
            || octets.IndexOf("speaking plain HTTP to an SSL-enabled"u8) >= 0
            || octets.IndexOf("host and port requires TLS"u8) >= 0;

    /// <summary>A server's first frame of HTTP/2: six octets a setting, no flags, stream 0
    /// (RFC 9113 §6.5).</summary>
    static Opening? ReadSettings(ReadOnlySpan<byte> octets)
    {
        const int FrameHeader = 9, Longest = 20 * 6;
        if (octets.Length < FrameHeader) return null;

        var reader = new OctetReader(octets);
        int length = reader.Number(3);
        bool isSettings = length % 6 == 0 && length <= Longest
            && reader.Take(FrameHeader - 3).SequenceEqual("\x04\0\0\0\0\0"u8);
        return isSettings ? Named("HTTP/2 settings") : null;
    }

    /// <summary>Content-Length; null where it is not in sight.</summary>
    public static long? LengthIn(ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> field = Field(message, "content-length"u8);
        return Utf8Parser.TryParse(field, out long length, out int read) && read == field.Length
            && length >= 0
            ? length
            : null;
    }

    /// <summary>A field's value; empty where it is not in sight whole.</summary>
    /// <param name="message">From its first line on.</param>
    /// <param name="name">In any case.</param>
    public static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> message, ReadOnlySpan<byte> name)
    {
        for (int end; (end = message.IndexOf((byte)'\n')) >= 0;)
        {
            message = message[(end + 1)..];
            end = message.IndexOf((byte)'\n');
            if (end < 0) break;

            ReadOnlySpan<byte> line = message[..end].TrimEnd((byte)'\r');
            if (line.IsEmpty) break; // The body follows.
            bool isIt = line.Length > name.Length && line[name.Length] == (byte)':'
                && Ascii.EqualsIgnoreCase(line[..name.Length], name);
            if (isIt) return line[(name.Length + 1)..].Trim(" \t"u8);
        }

        return [];
    }

    static Opening Named(string description)
        => new() { Protocol = ApplicationProtocol.Http, Description = description };
}
