namespace RstTrace.Core.Wire;

/// <summary>Which header begins where the cursor stands.</summary>
enum Layer : byte
{
    /// <summary>None that is read: the cursor's outcome says why.</summary>
    End,

    /// <summary>Ethernet II or 802.3.</summary>
    Ethernet,

    /// <summary>The rest of a VLAN tag, after its ethertype.</summary>
    VlanTag,

    /// <summary>802.2 LLC.</summary>
    LogicalLink,

    /// <summary>Linux cooked, version 1.</summary>
    LinuxCooked,

    /// <summary>Linux cooked, version 2.</summary>
    LinuxCooked2,

    /// <summary>BSD's address family.</summary>
    BsdLoopback,

    /// <summary>PPP, framed or bare.</summary>
    Ppp,

    /// <summary>PPP or Cisco HDLC.</summary>
    Hdlc,

    /// <summary>A PPPoE session packet.</summary>
    Pppoe,

    /// <summary>One MPLS label.</summary>
    Mpls,

    /// <summary>IPv4 or IPv6, by the first four bits.</summary>
    Ip,

    /// <summary>IPv4.</summary>
    Ipv4,

    /// <summary>IPv6.</summary>
    Ipv6,

    /// <summary>Hop-by-hop options, destination options or routing.</summary>
    Ipv6Extension,

    /// <summary>IPv6 fragment header.</summary>
    Ipv6Fragment,

    /// <summary>IP authentication header.</summary>
    Authentication,

    /// <summary>GRE, whatever its version.</summary>
    Gre,

    /// <summary>ERSPAN types II and III.</summary>
    Erspan,

    /// <summary>UDP.</summary>
    Udp,

    /// <summary>VXLAN.</summary>
    Vxlan,

    /// <summary>GENEVE.</summary>
    Geneve,

    /// <summary>GTP, user plane.</summary>
    GtpUser,

    /// <summary>TCP.</summary>
    Tcp,
}
