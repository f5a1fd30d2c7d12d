using System;
using System.Collections.Generic;
using System.Text;

namespace RstTrace.Sidecar.Http;

/// <summary>What was asked: the head of a request (RFC 9112 §3, §5).</summary>
public sealed class HttpRequest
{
    const int MostFields = 64;

    readonly Dictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);

    HttpRequest(string method, string path, string query)
        => (Method, Path, Query) = (method, path, query);

    /// <summary>GET, HEAD, or what else was typed.</summary>
    public string Method { get; }

    /// <summary>The path, as it came: nothing is decoded, since no name of ours needs it.</summary>
    public string Path { get; }

    /// <summary>What stands after the question mark; empty for nothing.</summary>
    public string Query { get; }

    /// <summary>Whether it says that a body follows, which none of ours does.</summary>
    public bool HasBody
        => _fields.ContainsKey("Transfer-Encoding")
            || (this["Content-Length"] is { } length && length != "0");

    /// <summary>A field of the head; null where there is none.</summary>
    public string? this[string field] => _fields.GetValueOrDefault(field);

    /// <summary>Reads a head.</summary>
    /// <param name="head">All octets before the empty line.</param>
    /// <returns>Null where it is none: two fields of the same name among them, since proxies
    /// disagree on which one counts.</returns>
    public static HttpRequest? Parse(ReadOnlySpan<byte> head)
    {
        foreach (byte octet in head)
        {
            bool isText = octet is (>= 0x20 and <= 0x7E) or (byte)'\r' or (byte)'\n' or (byte)'\t';
            if (!isText) return null;
        }

        string[] lines = Encoding.ASCII.GetString(head).Split("\r\n");
        if (lines[0].Split(' ') is not [var method, ['/', ..] target, ['H', ..] version])
            return null;
        if (version is not ("HTTP/1.1" or "HTTP/1.0") || lines.Length > MostFields) return null;

        int mark = target.IndexOf('?');
        var request = mark < 0
            ? new HttpRequest(method, target, "")
            : new HttpRequest(method, target[..mark], target[(mark + 1)..]);
        for (int i = 1; i < lines.Length; i++)
            if (!request.TryAdd(lines[i])) return null;

        return request;
    }

    bool TryAdd(string line)
    {
        int colon = line.IndexOf(':');
        bool isField = colon > 0 && !line.AsSpan(0, colon).ContainsAny(" \t\r\n")
            && !line.AsSpan().ContainsAny('\r', '\n');
        return isField && _fields.TryAdd(line[..colon], line[(colon + 1)..].Trim());
    }
}
