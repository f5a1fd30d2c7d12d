namespace RstTrace.Core.Flows;

/// <summary>How a RST's fields are formed (RFC 9293 §3.5.2, §3.10.7).</summary>
public enum ResetShape : byte
{
    /// <summary>RST|ACK with SEG.SEQ 0, answering a segment without ACK.</summary>
    Refusal,

    /// <summary>A bare RST whose SEG.SEQ is the SEG.ACK of what drew it.</summary>
    Reply,

    /// <summary>RST|ACK at SND.NXT: a socket that gives up by itself.</summary>
    Active,

    /// <summary>None of these.</summary>
    Other,
}
