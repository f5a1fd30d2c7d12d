using RstTrace.Core.Flows;

namespace RstTrace.Core.Resets.Causes;

/// <summary>Resets after a FIN that no late data drew.</summary>
static class AbortAfterFin
{
    public static CauseEntry Own { get; } = new()
    {
        Id = "abort-after-own-fin",
        Title = "Closed, then aborted",
        Reference = "RFC 9293 §3.10.5, Linux TCP_LINGER2",
        Meaning = "The sender had closed its direction in order and then dropped the rest of the "
            + "connection without waiting for the other side. Where all its own data had been "
            + "acknowledged, none of that is lost; what the other side was still sending is.",
        Predicate = "A FIN of the sender and a later RST of it, which is no answer to data that "
            + "came after the FIN.",
        Culprits =
        [
            "browsers and load generators that do not wait for the other FIN",
            "a proxy that drops both its halves at once",
            "TCP_LINGER2 below 0, or SO_LINGER 0 after shutdown",
            "more orphaned sockets than tcp_max_orphans allows",
        ],
        LookAlikes =
        [
            new("abort-after-peer-fin",
                "whose FIN came first: the sender's own, it had finished; the other side's, it was "
                    + "asked to finish and aborted"),
        ],
        SeparateBy = "the sender's kernel: TCP_ABORT_ON_LINGER, TCP_ABORT_ON_MEMORY or TCP_STATE",
        Weigh = static e => e.SenderHalf.SawFin ? 0.75 : 0,
        Tell = static e => $"The {Say.Of(e.Sender)} closed, and "
            + $"{e.Reset.Time - e.SenderHalf.FinTime} later dropped what was left of "
            + "the connection.",
        Fixes =
        [
            new("{octets outstanding} were not acknowledged when it did: they may be lost.")
            {
                When = "octets were outstanding",
                Applies = static e => e.SenderHalf.Outstanding > 1,
            },
            new("All its data had been acknowledged: usually harmless.")
            {
                When = "none were",
                Applies = static e => e.SenderHalf.Outstanding <= 1,
            },
        ],
    };

    public static CauseEntry Peer { get; } = new()
    {
        Id = "abort-after-peer-fin",
        Title = "The peer had closed its half, and this side aborted",
        Reference = "RFC 9293 §3.6.1, §3.10.4",
        Meaning = "The other side had finished sending and said so; instead of finishing too, this "
            + "side aborted. Either it takes a half-closed connection for a cancelled one, or it "
            + "closed with data unread.",
        Predicate = "A FIN of the other side, then a RST,ACK of the sender.",
        Culprits =
        [
            "a server or proxy that takes end of file for a cancel",
            "a client that closes its half before it has its answer",
            "data left unread when the socket was closed",
            "SO_LINGER 0 on whatever is closed",
        ],
        LookAlikes =
        [
            new("close-unread-data",
                "the sender's kernel (tracepoint tcp:tcp_send_reset): TCP_ABORT_ON_CLOSE means "
                    + "that data before the FIN was unread; TCP_STATE, that the FIN was taken for "
                    + "a cancel"),
            new("linger-zero-abort",
                "other connections of the same sender: aborted without a FIN of the other side "
                    + "too, it always does so; only after one, it takes half a close for the end"),
        ],
        SeparateBy = "the sender's kernel: TCP_ABORT_ON_CLOSE means unread data, TCP_STATE an "
            + "abort on purpose",
        Weigh = static e => e.ReceiverHalf.SawFin && e.Shape == ResetShape.Active ? 0.75 : 0,
        Tell = static e => $"After the {Say.Of(e.Receiver)}'s FIN the {Say.Of(e.Sender)} "
            + "aborted instead of closing.",
        Fixes =
        [
            new("If the {receiver} still waited for an answer, it must not close its half before "
                + "it has one (nc: leave out -N)."),
            new("Else look at how the {sender} ends connections: data left unread, or SO_LINGER "
                + "0."),
        ],
    };
}
