namespace RstTrace.Core.Flows;

/// <summary>How often a side sent something again without an answer.</summary>
record struct Insistence
{
    const int LargeSegment = 900;

    /// <summary>Times something was sent again.</summary>
    public ushort Retransmissions;

    /// <summary>How many of these were large (more than 900 octets).</summary>
    public ushort LargeRetransmissions;

    /// <summary>Keepalive or window probes.</summary>
    public ushort Probes;

    /// <summary>With one retransmission more.</summary>
    /// <param name="payloadLength">Octets of payload in it.</param>
    public readonly Insistence WithRetransmission(int payloadLength)
        => Retransmissions == ushort.MaxValue ? this : this with
        {
            Retransmissions = (ushort)(Retransmissions + 1),
            LargeRetransmissions
                = (ushort)(LargeRetransmissions + (payloadLength > LargeSegment ? 1 : 0)),
        };

    /// <summary>With one probe more.</summary>
    public readonly Insistence WithProbe()
        => Probes == ushort.MaxValue ? this : this with { Probes = (ushort)(Probes + 1) };
}
