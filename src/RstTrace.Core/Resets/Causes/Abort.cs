using RstTrace.Core.Flows;

namespace RstTrace.Core.Resets.Causes;

/// <summary>Resets by a live socket whose owner ends the connection.</summary>
static class Abort
{
    public static CauseEntry AcceptQueueFlushed { get; } = new()
    {
        Id = "accept-queue-flushed",
        Title = "The listener closed with connections waiting to be accepted",
        Reference = "Linux net/ipv4/inet_connection_sock.c inet_csk_listen_stop",
        SeparateBy = "several connections to the port reset in the same moment, or the next SYN "
            + "refused",
        Weigh = static e => e.Sender == Side.Server && e.Shape == ResetShape.Active
            && e.Flow.HandshakeSeen && !e.Flow.Server.Has(HalfTraits.Data)
            ? e.Flow.Client.Has(HalfTraits.Data) ? 0.3 : 0.6
            : 0,
        Tell = static e => $"{e.NameOf(Side.Server)} closed while this connection still waited to "
            + "be accepted.",
        Advise = static e =>
        [
            new("Did the service stop or restart then? Drain before stopping.",
                $"journalctl --since '{e.LogTime(-5)}' --until '{e.LogTime(5)}'"),
        ],
    };

    public static CauseEntry CloseUnreadData { get; } = new()
    {
        Id = "close-unread-data",
        Title = "Closed, or killed, with received data unread",
        Reference = "RFC 9293 §3.6.1, RFC 2525 §2.17",
        SeparateBy = "the sender's kernel: TCP_ABORT_ON_CLOSE here, TCP_STATE for an abort on "
            + "purpose",
        Weigh = static e => IsAbort(e) && e.ReceiverHalf.Has(HalfTraits.Data)
            ? HadDataToRead(e) ? 0.6 : 0.35
            : 0,
        Tell = static e => $"The {Say.Of(e.Sender)} closed with data of the "
            + $"{Say.Of(e.Receiver)} still unread, so its system sent a reset.",
        Advise = static e =>
        [
            new($"What happened to the {Say.Of(e.Sender)}'s process in this second?",
                $"journalctl --since '{e.LogTime(-2)}' --until '{e.LogTime(2)}'"),
            new("Still running? Then it closes without reading to the end: read until end of "
                + "file before closing."),
        ],
    };

    public static CauseEntry LingerZero { get; } = new()
    {
        Id = "linger-zero-abort",
        Title = "The application aborts on purpose",
        Reference = "RFC 9293 §3.10.5 (ABORT), socket(7) SO_LINGER",
        SeparateBy = "the sender's kernel: TCP_STATE here, TCP_ABORT_ON_CLOSE for unread data",
        Weigh = static e => IsAbort(e) ? 0.6 : 0,
        Tell = static e => $"The {Say.Of(e.Sender)} aborted the connection; as far as this capture "
            + "shows, it had read and answered everything, so on purpose.",
        Advise = static e =>
        [
            new($"Look for SO_LINGER with time 0 in the {Say.Of(e.Sender)}'s code or "
                + "configuration (nginx: reset_timedout_connection, return 444)."),
            new("Somebody may have killed the socket by hand (ss -K) or a driver a query."),
        ],
    };

    static bool IsAbort(ResetEvidence e)
        => e.Shape == ResetShape.Active && e.Flow.Has(FlowTraits.Completed) && !e.IsUnsolicited;

    // The receiver's last words were not answered, more of them was on its way, or the sender's
    // buffer was full of them.
    static bool HadDataToRead(ResetEvidence e)
        => e.ReceiverHalf.Has(HalfTraits.Data)
            && (!e.SenderHalf.Has(HalfTraits.Data)
                || e.ReceiverHalf.LastDataTime > e.SenderHalf.LastDataTime
                || e.ReceiverHalf.SendNext.IsAfter(e.Reset.Acknowledgment)
                || e.SenderHalf.Has(HalfTraits.ZeroWindow));
}
