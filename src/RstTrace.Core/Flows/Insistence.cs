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

    /// <summary>Counts a retransmission.</summary>
    /// <param name="payloadLength">Octets of payload in it.</param>
    public void AddRetransmission(int payloadLength)
    {
        if (Retransmissions == ushort.MaxValue) return;
        Retransmissions++;
        if (payloadLength > LargeSegment) LargeRetransmissions++;
    }

    /// <summary>Counts a probe.</summary>
    public void AddProbe()
    {
        if (Probes < ushort.MaxValue) Probes++;
    }
}
