using System;

namespace RstTrace.Sidecar.Http;

/// <summary>What callers may take of us.</summary>
public sealed record HttpLimits
{
    /// <summary>Connections at once, each with a thread.</summary>
    public int Connections { get; init; } = 32;

    /// <summary>Streams of events at once, among them.</summary>
    public int Streams { get; init; } = 8;

    /// <summary>Octets of a request's head.</summary>
    public int HeadOctets { get; init; } = 8 * 1024;

    /// <summary>How long a request's head may take.</summary>
    public TimeSpan RequestTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a reply, or one piece of a stream, may take.</summary>
    public TimeSpan ReplyTime { get; init; } = TimeSpan.FromSeconds(10);
}
