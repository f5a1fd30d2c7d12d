using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Resets.Causes;

/// <summary>Resets by a side that had closed when more came.</summary>
static class Closing
{
    // A connection that was quiet this long before its FIN was closed for being idle, not in the
    // middle of an exchange.
    static readonly Duration s_quietBeforeFin = Duration.FromMilliseconds(100);

    public static CauseEntry WriteAfterClose { get; } = new()
    {
        Id = "write-after-close",
        Title = "Data sent to a peer that had closed, and whose FIN was known",
        Reference = "RFC 9293 §3.6.1, RFC 1122 §4.2.2.13",
        Meaning = "The sender of the reset had closed, the other side's system had acknowledged "
            + "that, and yet its application wrote more. A FIN alone leaves the other direction "
            + "open; the reset says that nobody was left to read it. What was written is lost.",
        Predicate = "A FIN of the sender, then data or a FIN of the other side with a SEG.ACK that "
            + "covers it, answered with a bare RST with SEG.SEQ = that SEG.ACK.",
        Culprits =
        [
            "a pool that hands out connections the server has closed",
            "a program that ignores end of file when it reads",
            "a server process that ended: its system closes for it",
            "requests sent in a row to a server that closes after one",
        ],
        LookAlikes =
        [
            new("keepalive-race",
                "SEG.ACK of the segment that drew it: covering the FIN, the close was known there; "
                    + "below it, the two crossed on the way"),
            new("close-data-crossing",
                "SEG.ACK of the segment that drew it: covering the FIN, the close was known there; "
                    + "below it, the two crossed on the way"),
            new("abort-after-own-fin",
                "the segment that drew it: data of the other side after the FIN was a late write; "
                    + "without such a segment the sender aborted by itself"),
            new("peer-lost-state",
                "a FIN of the sender before its reset: it had closed; none in a capture without "
                    + "gaps: it lost the connection"),
        ],
        SeparateBy = "the acknowledgment in the segment that drew it: it covers the FIN",
        Weigh = static e => AnswersLateWrite(e)
                && e.Trigger.Acknowledgment.IsAfter(e.SenderHalf.FinSequence) ? 0.95
            : KnewLostFin(e) ? 0.83
            : AnswersUnseenAfter(e) ? 0.78
            : 0,
        Tell = static e => $"The {Say.Of(e.Sender)} had closed; the {Say.Of(e.Receiver)}'s "
            + $"system knew it, yet the {Say.Of(e.Receiver)} sent "
            + (e.Trigger.PayloadLength > 0
                ? $"{Say.Count(e.Trigger.PayloadLength, "octet")} "
                : "its own FIN ")
            + $"{e.Trigger.Time - e.SenderHalf.FinTime} after the FIN.",
        Fixes =
        [
            new("In the {receiver}: when a read returns end of file, drop the connection instead "
                + "of writing to it."),
            new("A connection pool? Validate a connection before it is used again, or keep it idle "
                + "for a shorter time than the other side does."),
        ],
    };

    public static CauseEntry KeepaliveRace { get; } = new()
    {
        Id = "keepalive-race",
        Title = "A request crossed the server's idle FIN on the way",
        Reference = "RFC 9112 §9.5, RFC 9293 §3.6.1",
        Meaning = "The server closed an idle connection at the very moment when the client sent "
            + "its next request. The two crossed on the way, and no application read the request. "
            + "It happens where both ends keep idle connections for about the same time.",
        Predicate = "Data both ways, at least 100 ms of silence, a FIN of the server, and data of "
            + "the client whose SEG.ACK does not cover the FIN, answered with a bare RST.",
        Culprits =
        [
            "a server that keeps idle connections no longer than its clients do",
            "a load balancer that reuses connections for longer than the server keeps them",
            "a worker that restarts after so many requests",
        ],
        LookAlikes =
        [
            new("close-data-crossing",
                "the silence before the FIN: after one, the server closed for idleness; in the "
                    + "middle of an exchange the two programs disagree on who speaks last"),
        ],
        SeparateBy = "the acknowledgment in the segment that drew it: it does not cover the FIN",
        Weigh = static e => CrossedFin(e) && e.Sender == Side.Server
            && e.SilenceBeforeFin >= s_quietBeforeFin
            && e.SenderHalf.Has(HalfTraits.Data) && e.ReceiverHalf.Has(HalfTraits.Data)
            ? 0.9
            : 0,
        Tell = static e => "The server closed the connection after "
            + $"{e.SilenceBeforeFin} of silence while the client's next "
            + "request was on its way.",
        Fixes =
        [
            new("Let the client (or the load balancer) give up idle connections before the server "
                + "does: below {silence before fin} here, or raise the server's keep-alive "
                + "timeout."),
            new("Retry a request that got no answer, when repeating it does no harm."),
        ],
    };

    public static CauseEntry CloseDataCrossing { get; } = new()
    {
        Id = "close-data-crossing",
        Title = "Data crossed the other side's FIN on the way",
        Reference = "RFC 9293 §3.6.1",
        Meaning = "One side closed while data of the other was still on its way. The data found "
            + "nobody to read it and is lost. The two programs do not agree on who speaks last.",
        Predicate = "A FIN of the sender, then data or a FIN of the other side whose SEG.ACK does "
            + "not cover it, answered with a bare RST.",
        Culprits =
        [
            "a server that answers and closes before it has read everything",
            "a client that closes without waiting for the end of the answer",
            "a process that ended in the middle of an exchange",
            "both sides closing at once, with data on the way",
        ],
        LookAlikes =
        [
            new("close-unread-data",
                "a FIN of the sender before its reset: it closed with nothing unread, and the data "
                    + "came after; none: the data lay there already"),
        ],
        SeparateBy = "the acknowledgment in the segment that drew it: it does not cover the FIN",
        Weigh = static e => CrossedFin(e) ? 0.85 : AnswersUnseenBefore(e) ? 0.78 : 0,
        Tell = static e => $"The {Say.Of(e.Sender)} closed while data of the "
            + $"{Say.Of(e.Receiver)} was on its way; nobody was left to read it.",
        Fixes =
        [
            new("In the {sender}: shut down writing only, read to the end, then close."),
        ],
    };

    static bool AnswersLateWrite(ResetEvidence e)
        => e.SenderHalf.SawFin && !AfterBothFins.IsClosed(e)
            && e.Shape == ResetShape.Reply && e.HasTrigger
            && (e.Trigger.PayloadLength > 0 || e.Trigger.IsFin);

    static bool CrossedFin(ResetEvidence e)
        => AnswersLateWrite(e) && !e.Trigger.Acknowledgment.IsAfter(e.SenderHalf.FinSequence);

    // What was answered is not among the last segments, but its acknowledgment is the reset's
    // sequence number: up to the FIN, it had not seen it; behind it, it had.
    static bool AnswersUnseenBefore(ResetEvidence e)
        => AnswersUnseen(e) && !e.Reset.Sequence.IsAfter(e.SenderHalf.FinSequence);

    static bool AnswersUnseenAfter(ResetEvidence e)
        => AnswersUnseen(e) && e.Reset.Sequence == e.SenderHalf.FinSequence + 1
            && !e.SenderHalf.FinAcknowledged;

    static bool AnswersUnseen(ResetEvidence e)
        => e.SenderHalf.SawFin && e.Shape == ResetShape.Reply && !e.HasTrigger
            && e.ReceiverHalf.Has(HalfTraits.Data) && !e.ReceiverHalf.SawFin;

    // The FIN itself is not in the capture, but the receiver acknowledged it.
    static bool KnewLostFin(ResetEvidence e)
        => e.SenderHalf.HasLostFin && e.Shape == ResetShape.Reply && e.HasTrigger
            && e.Trigger.PayloadLength > 0 && e.Reset.Sequence == e.SenderHalf.SendNext;
}
