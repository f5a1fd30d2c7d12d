using System;
using System.Collections.Generic;
using System.Text;
using RstTrace.Core.Application;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Fuzzing.Targets;

/// <summary>The first octets of both sides: TLS, HTTP, PROXY, greetings. The first octet says how
/// many are the client's. What is shown of them is printable and short.</summary>
sealed class OpeningTarget : FuzzTarget
{
    // A name of which each octet is written out as \xNN, and some words around it.
    const int MostShown = 4 * Opening.MaxName + 100;

    /// <inheritdoc/>
    public override string Name => "opening";

    /// <inheritdoc/>
    public override int Longest => 600;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words { get; } = MakeWords(
        "GET ", "POST /", "HTTP/1.1 ", "Host: ", "\r\n", "\r\n\r\n", "SSH-2.0-", "PROXY TCP4 ",
        "PROXY UNKNOWN\r\n", "\r\n\r\n\0\r\nQUIT\n", "220 ", "-ERR ", "+OK", "*1\r\n$4\r\nPING",
        "Content-Length: 1", "\u0016\u0003\u0001", "\u0015\u0003\u0003", "EHLO ", "CONNECT ");

    static byte[][] MakeWords(params string[] words)
        => Array.ConvertAll(words, Encoding.Latin1.GetBytes);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds()
    {
        foreach ((LinkType link, byte[] octets) in Samples.Frames(ofEach: 40))
        {
            var frame = new Frame
            {
                Octets = octets,
                OriginalLength = (uint)octets.Length,
                Link = link,
                Time = default,
                Id = default,
            };
            bool isTcp = SegmentDecoder.Decode(in frame, out Segment segment)
                == DecodeOutcome.Decoded;
            if (!isTcp || segment.PayloadCaptured == 0) continue;

            byte[] payload = octets[segment.PayloadOffset..][..segment.PayloadCaptured];
            int most = Math.Min(payload.Length, 255);
            yield return [(byte)most, .. payload];
            yield return [0, .. payload];
        }

        foreach (byte[] word in Words) yield return [0, .. word];
    }

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty) return;

        int clients = Math.Min((int)input[0], input.Length - 1);
        Opening client = Opening.Read(input.Slice(1, clients), Side.Client);
        Opening server = Opening.Read(input[(1 + clients)..], Side.Server, client);
        Check(client);
        Check(server);
    }

    static void Check(Opening opening)
    {
        foreach (string? text in (string?[])
            [opening.Description, opening.ProxyHeader, opening.TlsServerName, opening.TlsVersion,
                opening.HttpMethod, opening.HttpHost, opening.HttpPath, opening.Text])
        {
            if (text is null) continue;

            if (text.Length > MostShown) throw new BrokenPromise($"{text.Length} characters are shown");
            if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') is >= 0 and int at)
                throw new BrokenPromise($"U+{(int)text[at]:X4} is shown");
        }
    }
}
