using System.Collections.Generic;
using System.Text;
using RstTrace.Core.Wire;
using RstTrace.Testing;

namespace RstTrace.Cli.Tests;

/// <summary>A capture of connections whose names mean harm to whoever shows them.</summary>
sealed class HostileCapture
{
    /// <summary>What they hold: HTML, escapes of terminals, formulas, ends of cells, rows and code,
    /// links, mentions, characters that turn the reading order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "=HYPERLINK(\"http://evil.example\",\"x\")",
        "+1+1|/C calc",
        "-2+3",
        "@SUM(1+1)*cmd|' /C calc'!A0",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>&lt;",
        "\u001b[2J\u001b]0;title\u0007",
        "a\u202egnp.exe\u2066\u200f",
        "a|b||c",
        "a`b```c",
        "a\tb\u0000c",
        "[x](http://evil.example) ![y](//z)",
        "@channel #1 {code} www.evil.example",
        "\",=1+1,\"",
        "-",
        "(empty)",
        "a\\x09b\\",
    ];

    readonly PcapBuilder _capture = new();
    long _second = 1_700_000_000, _microsecond;
    ushort _port = 40_000;
    uint _next, _acknowledged;

    /// <summary>Every name as a TLS server name, as an HTTP host and path, in text of both sides,
    /// and in the payload of the reset.</summary>
    public static byte[] Build()
    {
        var capture = new HostileCapture();
        foreach (string name in Names)
        {
            byte[] octets = Encoding.UTF8.GetBytes(name);
            capture.Connect(ClientHello(octets), [], []);
            capture.Connect(
                [
                    .. "GET /"u8, .. octets, .. " HTTP/1.1\r\nHost: "u8, .. octets,
                    .. "\r\nUser-Agent: "u8, .. octets, .. "\r\n\r\n"u8,
                ], [], []);
            capture.Connect([.. octets, .. "\r\n"u8], [.. octets, .. "\r\n"u8], octets);
        }

        return capture._capture.ToArray();
    }

    // A handshake, what each side says, and a reset of the server.
    void Connect(byte[] client, byte[] server, byte[] reason)
    {
        _port++;
        _second += 2;
        (_next, _acknowledged) = (1_000, 5_000);
        Send(true, ControlBits.Syn, []);
        Send(false, ControlBits.Syn | ControlBits.Ack, []);
        Send(true, ControlBits.Ack, []);
        Send(true, ControlBits.Ack | ControlBits.Push, client);
        Send(false, ControlBits.Ack | ControlBits.Push, server);
        Send(false, ControlBits.Reset | ControlBits.Ack, reason);
    }

    void Send(bool byClient, ControlBits control, byte[] payload)
    {
        (string source, string destination) = byClient
            ? (WireFixtures.Client, WireFixtures.Server)
            : (WireFixtures.Server, WireFixtures.Client);
        (ushort from, ushort to) = byClient ? (_port, (ushort)443) : ((ushort)443, _port);
        ref uint sequence = ref (byClient ? ref _next : ref _acknowledged);
        uint acknowledgment = byClient ? _acknowledged : _next;
        bool isFirst = control == ControlBits.Syn;
        byte[] octets = new FrameBuilder()
            .Ethernet().Ipv4(source, destination)
            .Tcp(from, to, sequence, isFirst ? 0 : acknowledgment, control)
            .Payload(payload).Build();
        sequence += (uint)payload.Length + ((control & ControlBits.Syn) != 0 ? 1u : 0);
        _microsecond = (_microsecond + 1_000) % 1_000_000;
        if (_microsecond == 0) _second++;
        _capture.Frame(_second, _microsecond, octets);
    }

    // RFC 8446 §4.1.2, with server_name (RFC 6066 §3) alone.
    static byte[] ClientHello(byte[] name)
    {
        byte[] entry = [0, .. Sized(name)];
        byte[] extension = [0, 0, .. Sized(Sized(entry))];
        byte[] body =
        [
            3, 3, .. new byte[32], 0, 0, 2, 0x13, 0x01, 1, 0, .. Sized(extension),
        ];
        byte[] handshake = [1, 0, .. Sized(body)];
        return [0x16, 3, 1, .. Sized(handshake)];
    }

    static byte[] Sized(byte[] octets)
        => [(byte)(octets.Length >> 8), (byte)octets.Length, .. octets];
}
