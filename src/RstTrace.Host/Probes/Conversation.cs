using System;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Threading;
using RstTrace.Core.Wire;
using static RstTrace.Host.Probes.SocketNumbers;

namespace RstTrace.Host.Probes;

/// <summary>How a server answers what a client says first.</summary>
enum AnswerKind
{
    /// <summary>Nothing came.</summary>
    Silence,

    /// <summary>Octets came.</summary>
    Octets,

    /// <summary>It closed in order.</summary>
    Closed,

    /// <summary>It reset.</summary>
    Reset,

    /// <summary>There was no connection.</summary>
    NotConnected,
}

/// <summary>One connection on which something is said, or nothing, and what came back.</summary>
/// <param name="Kind">What came first.</param>
/// <param name="Head">The first octets, at most 512.</param>
/// <param name="After">How long it took.</param>
/// <param name="Ending">How it went on after octets: closed, reset or silence.</param>
sealed record Conversation(AnswerKind Kind, byte[] Head, Duration After, AnswerKind Ending)
{
    const int MostOctets = 512, ShownOctets = 120, Linger = 150;

    /// <summary>A ClientHello of TLS 1.2 and 1.3 without extensions but those that are asked for
    /// (RFC 8446 §4.1.2): a server that speaks TLS answers with a ServerHello or an
    /// alert.</summary>
    public static byte[] ClientHello { get; } = Hello();

    /// <summary>What a browser that takes the port for plain HTTP says.</summary>
    public static byte[] PlainRequest { get; } =
        Encoding.ASCII.GetBytes("HEAD / HTTP/1.0\r\nUser-Agent: rsttrace\r\n\r\n");

    /// <summary>Connects, says something, listens.</summary>
    /// <param name="host">To whom.</param>
    /// <param name="port">Its port.</param>
    /// <param name="words">What to say; empty for nothing.</param>
    /// <param name="patience">How long to listen, in milliseconds.</param>
    /// <param name="stop">Ends it.</param>
    public static Conversation With(
        HostAddress host, ushort port, byte[] words, int patience, CancellationToken stop)
    {
        ConnectAttempt attempt = ConnectAttempt.Open(
            host, port, new ConnectOptions(), stop, out ProbeSocket? socket);
        using (socket)
        {
            if (socket is null)
            {
                AnswerKind none = attempt.Outcome == ConnectOutcome.Connected
                    ? AnswerKind.Reset
                    : AnswerKind.NotConnected;
                return new Conversation(none, [], attempt.Took, none);
            }

            long begin = Stopwatch.GetTimestamp();
            int error = words.Length == 0 ? 0 : socket.Send(words);
            if (error != 0) return Ended(begin, []);

            byte[] head = [];
            AnswerKind kind = Listen(socket, ref head, patience, stop);
            Duration after = new(Stopwatch.GetElapsedTime(begin).Ticks * 100);
            AnswerKind ending = kind;
            while (ending == AnswerKind.Octets && head.Length < MostOctets)
                ending = Listen(socket, ref head, Linger, stop);

            return new Conversation(kind, head, after, ending);
        }
    }

    /// <summary>What came, in words.</summary>
    public string Words => Kind switch
    {
        AnswerKind.Silence => "no answer",
        AnswerKind.Closed => $"closed in order after {After}",
        AnswerKind.Reset => $"reset after {After}",
        AnswerKind.NotConnected => "no connection this time",
        AnswerKind.Octets or _ => Said + Ending switch
        {
            AnswerKind.Closed => ", then closed",
            AnswerKind.Reset => ", then reset",
            AnswerKind.Octets or AnswerKind.Silence or AnswerKind.NotConnected or _ => "",
        },
    };

    /// <summary>Whether it answered as TLS does.</summary>
    public bool IsTls => IsServerHello || Alert is not null;

    /// <summary>Whether it took the ClientHello.</summary>
    public bool IsServerHello => Head is [22, 3, _, _, _, 2, ..];

    /// <summary>The alert it answered with.</summary>
    public TlsAlert? Alert => TlsAlert.Read(Head);

    string Said => IsServerHello ? "a TLS ServerHello"
        : Alert is { } alert ? alert.Description
        : $"\"{FirstLine(Head)}\"";

    static AnswerKind Listen(
        ProbeSocket socket, ref byte[] head, int patience, CancellationToken stop)
    {
        if (socket.Await(POLLIN, patience, stop) == 0) return AnswerKind.Silence;

        Span<byte> buffer = stackalloc byte[MostOctets];
        int received = socket.Receive(buffer[..(MostOctets - head.Length)]);
        if (received == -EAGAIN) return AnswerKind.Silence;
        if (received < 0) return AnswerKind.Reset;
        if (received == 0) return AnswerKind.Closed;

        head = [.. head, .. buffer[..received]];
        return AnswerKind.Octets;
    }

    static Conversation Ended(long begin, byte[] head)
        => new(
            AnswerKind.Reset, head, new(Stopwatch.GetElapsedTime(begin).Ticks * 100),
            AnswerKind.Reset);

    // As what is shown of the wire: printable ASCII, the rest written out.
    static string FirstLine(byte[] head)
    {
        ReadOnlySpan<byte> line = head;
        int end = line.IndexOf((byte)'\n');
        if (end > 0) line = line[..end].TrimEnd((byte)'\r');
        var text = new StringBuilder();
        foreach (byte octet in line[..Math.Min(line.Length, ShownOctets)])
        {
            if (octet is >= 0x20 and < 0x7F) text.Append((char)octet);
            else text.Append(CultureInfo.InvariantCulture, $"\\x{octet:x2}");
        }

        return text.Append(line.Length > ShownOctets ? "..." : "").ToString();
    }

    // ECDHE and RSA suites of TLS 1.2 and those of 1.3; groups, signatures, versions; a key share
    // for x25519 of any 32 octets, since the handshake ends before it matters.
    static byte[] Hello()
    {
        byte[] random = new byte[32];
        Random.Shared.NextBytes(random);
        byte[] extensions =
        [
            0, 10, 0, 6, 0, 4, 0, 29, 0, 23, // supported_groups: x25519, secp256r1
            0, 11, 0, 2, 1, 0, // ec_point_formats: uncompressed
            0, 13, 0, 14, 0, 12, 4, 3, 8, 4, 4, 1, 5, 3, 8, 5, 5, 1, // signature_algorithms
            0, 43, 0, 5, 4, 3, 4, 3, 3, // supported_versions: 1.3, 1.2
            0, 51, 0, 38, 0, 36, 0, 29, 0, 32, .. random, // key_share
        ];
        byte[] body =
        [
            3, 3, .. random, 0,
            0, 18, 0x13, 1, 0x13, 2, 0x13, 3, 0xC0, 0x2B, 0xC0, 0x2F, 0xC0, 0x2C, 0xC0, 0x30,
            0, 0x9C, 0, 0x2F,
            1, 0, 0, (byte)extensions.Length, .. extensions,
        ];
        return
        [
            22, 3, 1, 0, (byte)(body.Length + 4), 1, 0, 0, (byte)body.Length, .. body,
        ];
    }
}
