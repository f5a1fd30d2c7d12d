namespace RstTrace.Core.Wire;

/// <summary>What became of a frame. Every frame has exactly one (invariant 3).</summary>
public enum DecodeOutcome
{
    /// <summary>A TCP segment.</summary>
    Decoded,

    /// <summary>No IP inside: ARP, LLDP, spanning tree and the like.</summary>
    NotIp,

    /// <summary>IP, but no TCP inside: UDP, ICMP (with whatever it quotes) and the like.</summary>
    NotTcp,

    /// <summary>A fragment after the first: no TCP header in it.</summary>
    LaterFragment,

    /// <summary>A link type that is not read.</summary>
    UnknownLink,

    /// <summary>Cut by the snap length before the end of the headers.</summary>
    Truncated,

    /// <summary>A header that contradicts itself.</summary>
    Malformed,

    /// <summary>More layers of encapsulation than are followed.</summary>
    TooDeep,
}
