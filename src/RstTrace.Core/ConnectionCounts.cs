namespace RstTrace.Core;

/// <summary>What became of the connections that a capture shows.</summary>
public record struct ConnectionCounts
{
    /// <summary>Connections that were asked for with a SYN.</summary>
    public long Asked { get; set; }

    /// <summary>Those that a server answered with a SYN/ACK.</summary>
    public long Accepted { get; set; }

    /// <summary>SYNs that were refused with a reset.</summary>
    public long Refused { get; set; }

    /// <summary>Connections that were under way when they were first seen.</summary>
    public long UnderWay { get; set; }

    /// <summary>What two engines counted, as what one did.</summary>
    public static ConnectionCounts operator +(ConnectionCounts left, ConnectionCounts right)
        => new()
        {
            Asked = left.Asked + right.Asked,
            Accepted = left.Accepted + right.Accepted,
            Refused = left.Refused + right.Refused,
            UnderWay = left.UnderWay + right.UnderWay,
        };
}
