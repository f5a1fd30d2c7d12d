namespace RstTrace.Core.Resets;

/// <summary>What the numbers mean that resets give as their reason; null where they mean
/// nothing.</summary>
static class ReasonNames
{
    /// <summary>draft-ietf-tcpm-rst-diagnostic-payload, IANA's reasons.</summary>
    public static string? OfDiagnostic(int code) => code switch
    {
        1 => "illegal option length",
        2 => "desynchronized state",
        3 => "new data after CLOSE",
        4 => "ABORT process",
        5 => "unexpected ACK in a non-synchronized state",
        6 => "unexpected SYN in the window",
        7 => "security compartment mismatch",
        8 => "malformed message",
        9 => "not authorized",
        10 => "resource exceeded",
        11 => "network failure",
        12 => "reset received from the peer",
        13 => "destination unreachable",
        14 => "connection timeout",
        15 => "too much outstanding data",
        16 => "unacceptable performance",
        17 => "middlebox interference",
        _ => null,
    };

    /// <summary>RFC 8684 §3.6.</summary>
    public static string? OfMptcp(int code) => code switch
    {
        0 => "unspecified error",
        1 => "MPTCP-specific error",
        2 => "lack of resources",
        3 => "administratively prohibited",
        4 => "too much outstanding data",
        5 => "unacceptable performance",
        6 => "middlebox interference",
        _ => null,
    };

    /// <summary>Linux, <c>enum sk_rst_reason</c> in include/net/rstreason.h. From 16 on the numbers
    /// differ between its versions.</summary>
    public static string? OfLinux(int code) => code switch
    {
        1 => "NO_SOCKET",
        2 => "TCP_INVALID_ACK_SEQUENCE",
        3 => "TCP_RFC7323_PAWS",
        4 => "TCP_TOO_OLD_ACK",
        5 => "TCP_ACK_UNSENT_DATA",
        6 => "TCP_FLAGS",
        7 => "TCP_OLD_ACK",
        8 => "TCP_ABORT_ON_DATA",
        9 => "TCP_TIMEWAIT_SOCKET",
        10 => "INVALID_SYN",
        11 => "TCP_ABORT_ON_CLOSE",
        12 => "TCP_ABORT_ON_LINGER",
        13 => "TCP_ABORT_ON_MEMORY",
        14 => "TCP_STATE",
        15 => "TCP_KEEPALIVE_TIMEOUT",
        _ => null,
    };
}
