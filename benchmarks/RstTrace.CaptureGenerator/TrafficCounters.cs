using System;

namespace RstTrace.CaptureGenerator;

/// <summary>What traffic was made, counted as it was made and not read back.</summary>
public sealed class TrafficCounters
{
    readonly long[] _endings = new long[Enum.GetValues<Ending>().Length];

    /// <summary>Frames in all.</summary>
    public long Frames { get; private set; }

    /// <summary>Frames over IPv6.</summary>
    public long Ipv6Frames { get; private set; }

    /// <summary>Octets of all frames on the wire.</summary>
    public long Octets { get; private set; }

    /// <summary>Frames with the RST bit.</summary>
    public long Resets { get; private set; }

    /// <summary>Connections that began.</summary>
    public long Flows { get; private set; }

    /// <summary>Connections open after the latest frame: begun, and not all of their frames
    /// shown.</summary>
    public long Open { get; private set; }

    /// <summary>Connections open at a time, at most.</summary>
    public long MostOpen { get; private set; }

    /// <summary>Connections that ended this way, with all of their frames shown.</summary>
    public long this[Ending ending] => _endings[(int)ending];

    internal void CountFlow()
    {
        Flows++;
        MostOpen = Math.Max(MostOpen, ++Open);
    }

    internal void CountEnd(Ending ending)
    {
        _endings[(int)ending]++;
        Open--;
    }

    internal void CountFrame(int octets, bool isIpv6, bool isReset)
    {
        Frames++;
        Octets += octets;
        if (isIpv6) Ipv6Frames++;
        if (isReset) Resets++;
    }
}
