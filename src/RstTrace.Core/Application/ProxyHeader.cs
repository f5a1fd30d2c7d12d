using System;

namespace RstTrace.Core.Application;

/// <summary>The header that a proxy puts before a connection to say whom it is for (HAProxy's
/// "The PROXY protocol", §2).</summary>
/// <param name="Name">"PROXY TCP4", "PROXY v2 LOCAL".</param>
/// <param name="Length">Octets of it that are there.</param>
readonly record struct ProxyHeader(string Name, int Length)
{
    // §2.1: "PROXY UNKNOWN" and two long addresses and ports.
    const int LongestText = 107;

    static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    public static ProxyHeader? Read(ReadOnlySpan<byte> octets)
        => octets.StartsWith(Signature) ? ReadBinary(octets) : ReadText(octets);

    static ProxyHeader? ReadText(ReadOnlySpan<byte> octets)
    {
        string? name = octets.StartsWith("PROXY TCP4 "u8) ? "PROXY TCP4"
            : octets.StartsWith("PROXY TCP6 "u8) ? "PROXY TCP6"
            : octets.StartsWith("PROXY UNKNOWN"u8) ? "PROXY UNKNOWN"
            : null;
        if (name is null) return null;

        ReadOnlySpan<byte> line = octets[..Math.Min(octets.Length, LongestText)];
        int end = line.IndexOf((byte)'\n');
        if (end < 0) return octets.Length < LongestText ? new(name, octets.Length) : null;
        return new ProxyHeader(name, end + 1);
    }

    static ProxyHeader? ReadBinary(ReadOnlySpan<byte> octets)
    {
        const byte Local = 0x20, Proxied = 0x21;
        var reader = new OctetReader(octets[Signature.Length..]);
        int command = reader.Number(1);
        int family = reader.Number(1);
        reader.Take(reader.Number(2));
        if (command is not (Local or Proxied or OctetReader.Missing)) return null;

        string name = command == Local ? "PROXY v2 LOCAL" : family switch
        {
            0x11 => "PROXY v2 TCP4",
            0x21 => "PROXY v2 TCP6",
            0x31 => "PROXY v2 UNIX",
            _ => "PROXY v2",
        };
        return new ProxyHeader(name, octets.Length - reader.Ahead.Length);
    }
}
