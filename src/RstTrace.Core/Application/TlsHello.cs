using System;

namespace RstTrace.Core.Application;

/// <summary>What a ClientHello or ServerHello says (RFC 8446 §4.1.2, §4.1.3), as far as it is
/// there.</summary>
/// <param name="ServerName">The host asked for (RFC 6066 §3), escaped; null where none is
/// seen.</param>
/// <param name="Version">The highest version offered, or the one chosen: "TLS 1.3"; null where it
/// would stand behind the cut.</param>
readonly record struct TlsHello(string? ServerName, string? Version)
{
    const int RandomLength = 32;
    const int Tls12 = 0x0303, Tls13 = 0x0304;
    const byte ClientHello = 1;

    static class Extension
    {
        public const int ServerName = 0, SupportedVersions = 43;
    }

    /// <param name="message">From the handshake message's type on.</param>
    public static TlsHello Read(ReadOnlySpan<byte> message)
    {
        var reader = new OctetReader(message);
        bool isClients = reader.Number(1) == ClientHello;
        int length = reader.Number(3);
        bool isCut = length == OctetReader.Missing || reader.Ahead.Length < length;
        reader = new OctetReader(reader.Take(length));

        int version = reader.Number(2);
        reader.Take(RandomLength);
        reader.Take(reader.Number(1)); // session id
        reader.Take(isClients ? reader.Number(2) : 2); // cipher suites, or the one chosen
        reader.Take(isClients ? reader.Number(1) : 1); // compression
        return ReadExtensions(reader.Take(reader.Number(2)), version, isClients, isCut);
    }

    static TlsHello ReadExtensions(
        ReadOnlySpan<byte> extensions, int version, bool isClients, bool isCut)
    {
        var reader = new OctetReader(extensions);
        string? serverName = null;
        int supported = 0;
        while (reader.Ahead.Length >= 4)
        {
            int type = reader.Number(2);
            int length = reader.Number(2);
            ReadOnlySpan<byte> body = reader.Take(length);
            if (body.Length < length) break;
            if (type == Extension.ServerName) serverName = ReadServerName(body);
            else if (type == Extension.SupportedVersions) supported = Highest(body, isClients);
        }

        // TLS 1.3 calls itself 1.2 here and says so in an extension, which may be behind the cut.
        if (supported != 0) version = supported;
        else if (isCut && version >= Tls12) version = 0;
        return new TlsHello(serverName, VersionName(version));
    }

    static string? ReadServerName(ReadOnlySpan<byte> list)
    {
        const byte HostName = 0;
        var reader = new OctetReader(list);
        reader.Number(2); // length of the list, which has one entry
        if (reader.Number(1) != HostName) return null;

        int length = reader.Number(2);
        ReadOnlySpan<byte> name = reader.Take(length);
        return name.IsEmpty || name.Length < length
            ? null
            : PrintableText.Of(name, Opening.MaxName);
    }

    /// <summary>The highest version known by name: others are grease (RFC 8701) or
    /// drafts.</summary>
    static int Highest(ReadOnlySpan<byte> versions, bool isClients)
    {
        var reader = new OctetReader(versions);
        if (isClients) reader.Number(1);

        int highest = 0;
        while (reader.Ahead.Length >= 2)
        {
            int version = reader.Number(2);
            if (version is <= Tls13 and >= 0x0300 && version > highest) highest = version;
        }

        return highest;
    }

    /// <summary>"TLS 1.2" for 0x0303; null for what is no version of TLS or SSL.</summary>
    public static string? VersionName(int version) => version switch
    {
        0x0002 => "SSL 2.0",
        0x0300 => "SSL 3.0",
        0x0301 => "TLS 1.0",
        0x0302 => "TLS 1.1",
        Tls12 => "TLS 1.2",
        Tls13 => "TLS 1.3",
        _ => null,
    };
}
