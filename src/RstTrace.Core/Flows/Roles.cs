using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

/// <summary>Who is the client, told from the first segment of a flow.</summary>
static class Roles
{
    /// <summary>Which side sent this first segment, and whether that is a guess.</summary>
    /// <remarks>Certain: a SYN is the client's, a SYN/ACK the server's. Guessed, in this order: a
    /// RST|ACK with SEG.SEQ 0 refuses a SYN, so it is the server's (RFC 9293 §3.10.7.1); the lower
    /// port is the server's, since clients' ports are ephemeral; the first to speak is the
    /// client.</remarks>
    public static (Side Sender, bool Guessed) Of(in Segment segment)
    {
        if (segment is { IsSyn: true, IsReset: false })
            return (segment.HasAcknowledgment ? Side.Server : Side.Client, false);

        const ControlBits Refusal = ControlBits.Reset | ControlBits.Ack;
        if ((segment.Control & Refusal) == Refusal && segment.Sequence.Value == 0)
            return (Side.Server, true);

        return (segment.SourcePort < segment.DestinationPort ? Side.Server : Side.Client, true);
    }
}
