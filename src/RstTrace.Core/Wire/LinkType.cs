namespace RstTrace.Core.Wire;

/// <summary>How a frame begins: the LINKTYPE_ values of
/// https://www.tcpdump.org/linktypes.html that we read.</summary>
/// <remarks>Any other value of a capture is kept as it is and counted as an unknown link.</remarks>
public enum LinkType
{
    /// <summary>BSD loopback: the address family in the host order of the capturing
    /// machine.</summary>
    Null = 0,

    /// <summary>Ethernet II or 802.3.</summary>
    Ethernet = 1,

    /// <summary>PPP, with or without HDLC-like framing.</summary>
    Ppp = 9,

    /// <summary>Raw IP, written by some BSDs with their own number.</summary>
    RawBsd = 12,

    /// <summary>Raw IP, OpenBSD's own number.</summary>
    RawOpenBsd = 14,

    /// <summary>PPP in HDLC-like framing (RFC 1662), Cisco HDLC included.</summary>
    PppHdlc = 50,

    /// <summary>PPPoE: session packets without an Ethernet header (RFC 2516).</summary>
    PppEthernet = 51,

    /// <summary>Raw IP: the first four bits say which version.</summary>
    Raw = 101,

    /// <summary>802.11: counted, not read.</summary>
    Ieee80211 = 105,

    /// <summary>OpenBSD loopback: the address family in network order.</summary>
    Loop = 108,

    /// <summary>Linux cooked capture, version 1.</summary>
    LinuxSll = 113,

    /// <summary>Raw IPv4.</summary>
    Ipv4 = 228,

    /// <summary>Raw IPv6.</summary>
    Ipv6 = 229,

    /// <summary>Linux cooked capture, version 2.</summary>
    LinuxSll2 = 276,
}
