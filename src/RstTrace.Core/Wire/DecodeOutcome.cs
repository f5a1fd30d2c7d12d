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

    /// <summary>Cut by the snap length before the end of the headers that are needed: TCP's is, up
    /// to its window.</summary>
    Truncated,

    /// <summary>A header that contradicts itself or the one around it: lengths below the least,
    /// lengths beyond what there is, or a first fragment too short for the TCP header, which no
    /// honest sender makes (RFC 3128).</summary>
    Malformed,

    /// <summary>More layers of encapsulation than are followed.</summary>
    TooDeep,
}
