namespace RstTrace.CaptureGenerator;

/// <summary>What traffic is wanted. The same options give the same octets.</summary>
public sealed record TrafficOptions
{
    /// <summary>Flows that one run holds at most: their numbers take 20 bits.</summary>
    public const int MaximumFlows = 1 << 20;

    /// <summary>Frames until the capture ends, in the middle of whatever goes on.</summary>
    public required long Frames { get; init; }

    /// <summary>Connections at any one time: where one ends another begins.</summary>
    public required int Flows { get; init; }

    /// <summary>Octets captured of a frame at most; 0 is all of it.</summary>
    public int SnapLength { get; init; } = 96;

    /// <summary>Seed of every random choice.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Share of connections over IPv6, 0 to 1.</summary>
    public double Ipv6Share { get; init; } = 0.1;

    /// <summary>Share of connections that end with a reset, 0 to 1.</summary>
    public double ResetShare { get; init; } = 0.02;

    /// <summary>What is wrong with these options, or null.</summary>
    public string? Fault()
    {
        if (Frames < 0) return "--frames: not below 0";
        if (Flows is < 1 or > MaximumFlows) return $"--flows: 1 to {MaximumFlows}";
        if (SnapLength is not 0 and < EthernetFrame.MaximumHeaders)
            return $"--snap: {EthernetFrame.MaximumHeaders} or more, else headers are cut";
        if (!IsShare(Ipv6Share)) return "--ipv6-share: 0 to 1";
        if (!IsShare(ResetShare)) return "--reset-share: 0 to 1";
        return null;
    }

    static bool IsShare(double share) => share is >= 0 and <= 1;
}
