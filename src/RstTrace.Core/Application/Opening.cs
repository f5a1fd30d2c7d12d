using System;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Application;

/// <summary>What the first octets say that a side of a connection sent.</summary>
/// <remarks>Every text in it is printable ASCII. No password and no query of a URL is ever shown.
/// It means what it says only where the side's first payload was captured: the middle of a
/// stream may look like the start of another.</remarks>
public sealed record Opening
{
    /// <summary>Octets of a name that are shown at most: the longest in the DNS.</summary>
    internal const int MaxName = 253;

    /// <summary>Octets of a path or a message that are shown at most.</summary>
    internal const int MaxText = 120;

    /// <summary>Octets that say nothing.</summary>
    public static Opening Unknown { get; } = new();

    /// <summary>What is spoken.</summary>
    public ApplicationProtocol Protocol { get; init; }

    /// <summary>In one line: "TLS ClientHello for api.example.org, TLS 1.3 offered"; null where
    /// there is nothing to say.</summary>
    public string? Description { get; init; }

    /// <summary>"PROXY TCP4", "PROXY v2 LOCAL" where such a header came first; else null.</summary>
    public string? ProxyHeader { get; init; }

    /// <summary>The host that a ClientHello asks for; null without one in sight.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>The highest version offered, or the one chosen: "TLS 1.3"; null where it is not in
    /// sight.</summary>
    public string? TlsVersion { get; init; }

    /// <summary>The alert it begins with.</summary>
    public TlsAlert? TlsAlert { get; init; }

    /// <summary>Method of a request.</summary>
    public string? HttpMethod { get; init; }

    /// <summary>Host field of a request, or the authority of its target.</summary>
    public string? HttpHost { get; init; }

    /// <summary>Target of a request without its query.</summary>
    public string? HttpPath { get; init; }

    /// <summary>Status of a response.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>Content-Length of a request or response, in octets.</summary>
    public long? ContentLength { get; init; }

    /// <summary>What a server says in words before or instead of serving: its banner, its
    /// error. The first line of it.</summary>
    public string? Text { get; init; }

    /// <summary>Whether a server declines to serve with its first words: too many connections, not
    /// allowed.</summary>
    public bool Declines { get; init; }

    /// <summary>Whether a client asks for encryption, to be answered by a single
    /// octet.</summary>
    internal bool AsksForEncryption { get; init; }

    /// <summary>Whether an HTTP server says that it wants TLS on this port.</summary>
    internal bool WantsTls { get; init; }

    /// <summary>Reads the first octets that a side sent. Any are good, none fail.</summary>
    /// <param name="octets">From the first one on; may be cut anywhere.</param>
    /// <param name="sender">Whose they are.</param>
    /// <param name="client">For a server's: what it answers, where known. Some answers mean
    /// nothing by themselves.</param>
    public static Opening Read(ReadOnlySpan<byte> octets, Side sender, Opening? client = null)
    {
        if (sender == Side.Server)
            return WithText(ReadServer(octets, client) ?? Unknown, octets);
        if (Application.ProxyHeader.Read(octets) is not { } header)
            return ReadClient(octets) ?? Unknown;

        Opening rest = ReadClient(octets[header.Length..]) ?? Unknown;
        return rest.Protocol == ApplicationProtocol.Unknown
            ? new Opening
            {
                Protocol = ApplicationProtocol.ProxyProtocol,
                Description = $"{header.Name} header",
                ProxyHeader = header.Name,
            }
            : rest with
            {
                Description = $"{header.Name} header, then {rest.Description}",
                ProxyHeader = header.Name,
            };
    }

    static Opening? ReadClient(ReadOnlySpan<byte> octets)
        => TlsOpening.Read(octets)
            ?? HttpOpening.Read(octets)
            ?? SshOpening.Read(octets)
            ?? PostgresqlOpening.ReadClient(octets)
            ?? MysqlOpening.ReadClient(octets)
            ?? RedisOpening.ReadClient(octets)
            ?? LineOpening.ReadClient(octets);

    static Opening? ReadServer(ReadOnlySpan<byte> octets, Opening? client)
        => TlsOpening.Read(octets)
            ?? HttpOpening.Read(octets)
            ?? SshOpening.Read(octets)
            ?? PostgresqlOpening.ReadServer(octets, client)
            ?? MysqlOpening.ReadServer(octets)
            ?? RedisOpening.ReadServer(octets)
            ?? LineOpening.ReadServer(octets);

    static Opening WithText(Opening opening, ReadOnlySpan<byte> octets)
    {
        const int Least = 4;
        if (opening is not { Text: null, Protocol: not ApplicationProtocol.Http }) return opening;
        if (octets.Length < Least || !PrintableText.Is(octets)) return opening;

        ReadOnlySpan<byte> line = PrintableText.FirstLine(octets.TrimStart("\r\n"u8));
        string text = PrintableText.Of(line, MaxText);
        return opening with { Text = text, Description = opening.Description ?? $"\"{text}\"" };
    }
}
