namespace RstTrace.Core.Resets;

/// <summary>What a reset says of itself.</summary>
/// <param name="Kind">In which form.</param>
/// <param name="Text">All of it in one line of printable ASCII.</param>
public sealed record StatedReason(StatedReasonKind Kind, string Text)
{
    /// <summary>The reason alone, where the form has one: "No flow found for ACK", "middlebox
    /// interference".</summary>
    public string? Cause { get; init; }

    /// <summary>The reason's number, where the form has one.</summary>
    public int? Code { get; init; }

    /// <summary>Whose numbers <see cref="Code"/> is from: a private enterprise number, 0 for
    /// IANA's.</summary>
    public uint Enterprise { get; init; }

    /// <summary>Whether a BIG-IP says that it passes on a reset of its other side.</summary>
    public bool IsFromPeer { get; init; }

    /// <summary>Whether an MPTCP host says that the condition will pass (RFC 8684 §3.6).</summary>
    public bool IsTransient { get; init; }

    /// <summary>Whether a device declares itself the sender.</summary>
    public bool IsOfDevice => Kind == StatedReasonKind.BigIp;

    /// <summary>Whether it may be of a device on the path: it declares itself one, or gives a
    /// reason that NATs, firewalls and proxies may give besides hosts.</summary>
    public bool MayBeOfDevice
        => IsOfDevice || this is
        {
            Kind: StatedReasonKind.Diagnostic, Enterprise: 0, Code: >= 8 and <= 14,
        };
}

/// <summary>The forms in which a reset gives its reason.</summary>
public enum StatedReasonKind : byte
{
    /// <summary>A payload that is not text, its octets written out.</summary>
    Octets,

    /// <summary>A payload that is text.</summary>
    Text,

    /// <summary>The text that an F5 BIG-IP writes with <c>tm.rstcause.pkt</c>.</summary>
    BigIp,

    /// <summary>The payload of draft-ietf-tcpm-rst-diagnostic-payload.</summary>
    Diagnostic,

    /// <summary>The experiment in the appendix of that draft: Linux's own number for the
    /// reason.</summary>
    LinuxReason,

    /// <summary>The option MP_TCPRST (RFC 8684 §3.6).</summary>
    Mptcp,
}
