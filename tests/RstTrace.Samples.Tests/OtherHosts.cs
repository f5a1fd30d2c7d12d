using System;
using System.Linq;
using System.Net;

namespace RstTrace.Samples.Tests;

/// <summary>A capture in which every address has become another of the same network.</summary>
static class OtherHosts
{
    const byte HostBits = 0x55; // turns some orders of two addresses around, and leaves others

    /// <summary>The frames of a sample, rewritten where tshark sees addresses; checksums are left
    /// wrong.</summary>
    public static CapturedFrames Of(Sample sample)
    {
        CapturedFrame[] frames = [.. CapturedFrame.AllOf(sample.First).Frames];
        foreach ((long number, SeenFrame seen) in SeenFrame.AllOf(sample, sample.Files[0]))
        {
            Rewrite(frames[number - 1].Octets, seen["ip.src"], seen["ip.dst"]);
            Rewrite(frames[number - 1].Octets, seen["ipv6.src"], seen["ipv6.dst"]);
        }

        return new CapturedFrames(frames);
    }

    // Source and destination stand side by side in both versions of IP, and nobody else's octets
    // look like both.
    static void Rewrite(Span<byte> frame, string[] sources, string[] destinations)
    {
        foreach ((string source, string destination) in sources.Zip(destinations).Distinct())
            Rewrite(frame, Octets(source), Octets(destination));
    }

    static void Rewrite(Span<byte> frame, byte[] source, byte[] destination)
    {
        ReadOnlySpan<byte> pair = [.. source, .. destination];
        for (int at; (at = frame.IndexOf(pair)) >= 0; frame = frame[(at + pair.Length)..])
        {
            frame[at + source.Length - 1] ^= HostBits;
            frame[at + pair.Length - 1] ^= HostBits;
        }
    }

    static byte[] Octets(string address) => IPAddress.Parse(address).GetAddressBytes();
}
