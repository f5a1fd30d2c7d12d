using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Resets.Causes;

/// <summary>Resets after a FIN.</summary>
static class Closing
{
    // A connection that was quiet this long before its FIN was closed for being idle, not in the
    // middle of an exchange.
    static readonly Duration s_quietBeforeFin = Duration.FromMilliseconds(100);

    public static CauseEntry TimeWaitAssassination { get; } = new()
    {
        Id = "timewait-assassination",
        Title = "A reset hits TIME-WAIT after a clean close",
        Reference = "RFC 1337, RFC 9293 §3.10.7.1",
        SeparateBy = "nothing: both sides had closed, so no application can notice",
        Weigh = static e => IsClosed(e) && e.Shape == ResetShape.Reply
            && e.HasTrigger && e.Trigger is { PayloadLength: 0, IsFin: false, IsSyn: false }
            ? 0.85
            : 0,
        Tell = static _ => "Both sides had closed; a last acknowledgment met an end that had "
            + "already forgotten the connection. Harmless.",
        Advise = static _ => [new("Nothing to do: no application sees this reset.")],
    };

    public static CauseEntry LateSegment { get; } = new()
    {
        Id = "late-segment-after-close",
        Title = "A late segment after both sides had closed",
        Reference = "RFC 9293 §3.10.7.1",
        SeparateBy = "nothing: both sides had closed, so no application can notice",
        Weigh = static e => IsClosed(e) ? 0.8 : 0,
        Tell = static _ => "Both sides had closed; a late or repeated segment drew a reset. "
            + "Harmless.",
        Advise = static _ => [new("Nothing to do: no application sees this reset.")],
    };

    public static CauseEntry WriteAfterClose { get; } = new()
    {
        Id = "write-after-close",
        Title = "Data sent to a peer that had closed, and whose FIN was known",
        Reference = "RFC 9293 §3.6.1, RFC 1122 §4.2.2.13",
        SeparateBy = "the acknowledgment in the segment that drew it: it covers the FIN",
        Weigh = static e => AnswersLateWrite(e)
            && e.Trigger.Acknowledgment.IsAfter(e.SenderHalf.FinSequence)
            ? 0.95
            : 0,
        Tell = static e => $"The {Say.Of(e.Sender)} had closed; the {Say.Of(e.Receiver)}'s "
            + $"system knew it, yet the {Say.Of(e.Receiver)} sent "
            + (e.Trigger.PayloadLength > 0
                ? $"{Say.Count(e.Trigger.PayloadLength, "octet")} "
                : "its own FIN ")
            + $"{e.Trigger.Time - e.SenderHalf.FinTime} after the FIN.",
        Advise = static e =>
        [
            new($"In the {Say.Of(e.Receiver)}: when a read returns end of file, drop the "
                + "connection instead of writing to it."),
            new("A connection pool? Validate a connection before it is used again, or keep it "
                + "idle for a shorter time than the other side does."),
        ],
    };

    public static CauseEntry KeepaliveRace { get; } = new()
    {
        Id = "keepalive-race",
        Title = "A request crossed the server's idle FIN on the way",
        Reference = "RFC 9112 §9.5, RFC 9293 §3.6.1",
        SeparateBy = "the acknowledgment in the segment that drew it: it does not cover the FIN",
        Weigh = static e => CrossedFin(e) && e.Sender == Side.Server
            && e.SilenceBeforeFin >= s_quietBeforeFin
            && e.SenderHalf.Has(HalfTraits.Data) && e.ReceiverHalf.Has(HalfTraits.Data)
            ? 0.9
            : 0,
        Tell = static e => "The server closed the connection after "
            + $"{e.SilenceBeforeFin} of silence while the client's next "
            + "request was on its way.",
        Advise = static e =>
        [
            new("Let the client (or the load balancer) give up idle connections before the server "
                + $"does: below {e.SilenceBeforeFin} here, or raise the "
                + "server's keep-alive timeout."),
            new("Retry a request that got no answer, when repeating it does no harm."),
        ],
    };

    public static CauseEntry CloseDataCrossing { get; } = new()
    {
        Id = "close-data-crossing",
        Title = "Data crossed the other side's FIN on the way",
        Reference = "RFC 9293 §3.6.1",
        SeparateBy = "the acknowledgment in the segment that drew it: it does not cover the FIN",
        Weigh = static e => CrossedFin(e) ? 0.85 : 0,
        Tell = static e => $"The {Say.Of(e.Sender)} closed while data of the "
            + $"{Say.Of(e.Receiver)} was on its way; nobody was left to read it.",
        Advise = static e =>
        [
            new($"In the {Say.Of(e.Sender)}: shut down writing only, read to the end, then "
                + "close."),
        ],
    };

    public static CauseEntry AbortAfterOwnFin { get; } = new()
    {
        Id = "abort-after-own-fin",
        Title = "Closed, then aborted",
        Reference = "RFC 9293 §3.10.5, Linux TCP_LINGER2",
        SeparateBy = "the sender's kernel: TCP_ABORT_ON_LINGER, TCP_ABORT_ON_MEMORY or TCP_STATE",
        Weigh = static e => e.SenderHalf.SawFin ? 0.75 : 0,
        Tell = static e => $"The {Say.Of(e.Sender)} closed, and "
            + $"{e.Reset.Time - e.SenderHalf.FinTime} later dropped what was left of "
            + "the connection.",
        Advise = static e =>
        [
            new(e.SenderHalf.Outstanding > 1
                ? $"{Say.Count(e.SenderHalf.Outstanding, "octet")} were not acknowledged when it "
                    + "did: they may be lost."
                : "All its data had been acknowledged: usually harmless."),
        ],
    };

    public static CauseEntry AbortAfterPeerFin { get; } = new()
    {
        Id = "abort-after-peer-fin",
        Title = "The peer had closed its half, and this side aborted",
        Reference = "RFC 9293 §3.6.1, §3.10.4",
        SeparateBy = "the sender's kernel: TCP_ABORT_ON_CLOSE means unread data, TCP_STATE an "
            + "abort on purpose",
        Weigh = static e => e.ReceiverHalf.SawFin && e.Shape == ResetShape.Active ? 0.75 : 0,
        Tell = static e => $"After the {Say.Of(e.Receiver)}'s FIN the {Say.Of(e.Sender)} "
            + "aborted instead of closing.",
        Advise = static e =>
        [
            new($"If the {Say.Of(e.Receiver)} still waited for an answer, it must not close its "
                + "half before it has one (nc: leave out -N)."),
            new($"Else look at how the {Say.Of(e.Sender)} ends connections: data left unread, or "
                + "SO_LINGER 0."),
        ],
    };

    static bool IsClosed(ResetEvidence e)
        => e.Flow.Client.FinAcknowledged && e.Flow.Server.FinAcknowledged;

    static bool AnswersLateWrite(ResetEvidence e)
        => e.SenderHalf.SawFin && !IsClosed(e) && e.Shape == ResetShape.Reply && e.HasTrigger
            && (e.Trigger.PayloadLength > 0 || e.Trigger.IsFin);

    static bool CrossedFin(ResetEvidence e)
        => AnswersLateWrite(e) && !e.Trigger.Acknowledgment.IsAfter(e.SenderHalf.FinSequence);
}
