using System;
using System.Buffers.Binary;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Application;

/// <summary>A side that begins with a TLS record, or with the ClientHello in SSL 2.0's clothes
/// that old clients sent (RFC 5246 §E.2).</summary>
static class TlsOpening
{
    const byte ChangeCipherSpec = 20, Alert = 21, Handshake = 22;
    const byte ClientHello = 1, ServerHello = 2;

    // A message's first octet of length: no certificate chain is as long as 2^18 octets.
    const int LongestLengthByte = 3;

    public static Opening? Read(ReadOnlySpan<byte> octets)
    {
        if (ReadOldHello(octets) is { } old) return old;
        if (!TlsRecord.TryRead(octets, out byte type, out int length)) return null;

        return type switch
        {
            ChangeCipherSpec => length == 1 ? Named("TLS ChangeCipherSpec") : null,
            Alert => TlsAlert.Read(octets) is TlsAlert alert
                ? Named(alert.Description) with { TlsAlert = alert }
                : null,
            Handshake => ReadHandshake(octets[TlsRecord.HeaderLength..]),
            _ => Named("TLS application data"),
        };
    }

    static Opening? ReadHandshake(ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty || NameOf(message[0]) is not string name) return null;
        if (message.Length > 1 && message[1] > LongestLengthByte) return null;
        if (message[0] is not (ClientHello or ServerHello)) return Named($"TLS {name}");

        var hello = TlsHello.Read(message);
        string act = message[0] == ClientHello ? "offered" : "chosen";
        return Named($"TLS {name}" + Detail(in hello, act)) with
        {
            TlsServerName = hello.ServerName,
            TlsVersion = hello.Version,
        };
    }

    static string Detail(in TlsHello hello, string act)
        => (hello.ServerName is null ? "" : $" for {hello.ServerName}")
            + (hello.Version is null ? "" : $", {hello.Version} {act}");

    /// <summary>Record length with its high bit set, message type 1, the version offered, and
    /// lengths of three lists that must add up.</summary>
    static Opening? ReadOldHello(ReadOnlySpan<byte> octets)
    {
        const int Header = 11, LongestSession = 32;
        if (octets.Length < Header || (octets[0] & 0x80) == 0 || octets[2] != ClientHello)
            return null;

        int length = BinaryPrimitives.ReadUInt16BigEndian(octets) & 0x7FFF;
        int version = BinaryPrimitives.ReadUInt16BigEndian(octets[3..]);
        int ciphers = BinaryPrimitives.ReadUInt16BigEndian(octets[5..]);
        int session = BinaryPrimitives.ReadUInt16BigEndian(octets[7..]);
        int challenge = BinaryPrimitives.ReadUInt16BigEndian(octets[9..]);
        if (ciphers == 0 || ciphers % 3 != 0 || session > LongestSession) return null;
        if (challenge is < 16 or > 32 || 9 + ciphers + session + challenge != length) return null;
        if (TlsHello.VersionName(version) is not string name) return null;

        return Named($"TLS ClientHello, {name} offered, in SSL 2.0 form") with
        {
            TlsVersion = name,
        };
    }

    static Opening Named(string description)
        => new() { Protocol = ApplicationProtocol.Tls, Description = description };

    /// <summary>IANA's registry "TLS HandshakeType".</summary>
    static string? NameOf(byte type) => type switch
    {
        0 => "HelloRequest",
        ClientHello => "ClientHello",
        ServerHello => "ServerHello",
        4 => "NewSessionTicket",
        11 => "Certificate",
        12 => "ServerKeyExchange",
        13 => "CertificateRequest",
        14 => "ServerHelloDone",
        15 => "CertificateVerify",
        16 => "ClientKeyExchange",
        20 => "Finished",
        22 => "CertificateStatus",
        _ => null,
    };
}
