using RstTrace.Core.Flows;
using RstTrace.Core.Kernel;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Resets.Causes;

/// <summary>Resets by a live socket whose owner ends the connection.</summary>
static class Abort
{
    // A SYN that found the queue full is sent again for about this long.
    static readonly Duration s_queueIsFull = Duration.FromSeconds(60);

    public static CauseEntry AcceptQueueFlushed { get; } = new()
    {
        Id = "accept-queue-flushed",
        Title = "The listener closed with connections waiting to be accepted",
        Reference = "Linux net/ipv4/inet_connection_sock.c inet_csk_listen_stop",
        Meaning = "The service stopped listening while this connection, complete for the client, "
            + "still waited to be accepted. The system resets whatever waits there: no application "
            + "ever saw it.",
        Predicate = "A handshake, then a RST,ACK of a server that never sent data.",
        Culprits =
        [
            "a restart or deployment without draining",
            "a listener that crashed, or was killed for memory",
            "an accept loop that was stuck before the service ended",
        ],
        LookAlikes =
        [
            new("close-unread-data",
                "other connections to the port: reset in the same moment, or the next SYN refused, "
                    + "the listener closed; if all goes on, one process closed this one"),
            new("linger-zero-abort",
                "other connections to the port: reset in the same moment, or the next SYN refused, "
                    + "the listener closed; if all goes on, the server aborted this one"),
        ],
        SeparateBy = "several connections to the port reset in the same moment, or the next SYN "
            + "refused",
        Weigh = static e => e.Sender == Side.Server && e.Shape == ResetShape.Active
            && e.Flow.HandshakeSeen && !e.Flow.Server.Has(HalfTraits.Data)
            ? !e.Flow.Client.Has(HalfTraits.Data) || !HadReceived(e) ? 0.62
                : PortIsClosing(e) ? 0.66
                : e.Companions > 0 ? 0.45 : 0.3
            : 0,
        Tell = static e => $"{e.NameOf(Side.Server)} closed while this connection still waited to "
            + "be accepted.",
        Fixes =
        [
            new("Did the service stop or restart then? Drain before stopping.",
                "journalctl --since '{time-5s}' --until '{time+5s}'"),
        ],
    };

    public static CauseEntry CloseUnreadData { get; } = new()
    {
        Id = "close-unread-data",
        Title = "Closed, or killed, with received data unread",
        Reference = "RFC 9293 §3.6.1, RFC 2525 §2.17",
        Meaning = "The sender closed the connection, or its process ended, while data that it had "
            + "received lay unread. TCP then resets instead of closing, so that the other side "
            + "learns that its data was lost. A process that dies with requests pending looks like "
            + "this.",
        Predicate = "On an open connection, a RST,ACK of the sender, with data of the other side "
            + "that it had not answered, that was still on its way, or that had shut its window.",
        Culprits =
        [
            "a crash, kill -9, or the kernel short of memory",
            "a server that answers (413, 401) without reading the request's body",
            "the wrong protocol, such as TLS to a plain port",
            "a limit: sshd past MaxStartups greets and closes",
        ],
        LookAlikes =
        [
            new("linger-zero-abort",
                "the sender's kernel (tracepoint tcp:tcp_send_reset): TCP_ABORT_ON_CLOSE means "
                    + "data unread, TCP_STATE an abort on purpose"),
        ],
        SeparateBy = "the sender's kernel: TCP_ABORT_ON_CLOSE here, TCP_STATE for an abort on "
            + "purpose",
        Weigh = static e => IsAbort(e) && e.ReceiverHalf.HasSpoken && HadReceived(e)
            ? HadDataToRead(e) ? 0.6 : 0.35
            : 0,
        Tell = static e => $"The {Say.Of(e.Sender)} closed with data of the "
            + $"{Say.Of(e.Receiver)} still unread, so its system sent a reset.",
        Fixes =
        [
            new("What happened to the {sender}'s process in this second?",
                "journalctl --since '{time-2s}' --until '{time+2s}'"),
            new("Still running? Then it closes without reading to the end: read until end of file "
                + "before closing."),
        ],
    };

    public static CauseEntry LingerZero { get; } = new()
    {
        Id = "linger-zero-abort",
        Title = "The application aborts on purpose",
        Reference = "RFC 9293 §3.10.5 (ABORT), socket(7) SO_LINGER",
        Meaning = "The application threw the connection away on purpose: it told the system to "
            + "abort instead of closing (SO_LINGER with time 0), or somebody killed its socket. "
            + "What was not delivered yet is discarded.",
        Predicate = "On an open connection, a RST,ACK of the sender that no segment explains, with "
            + "everything it had received answered as far as the capture shows.",
        Culprits =
        [
            "nginx (reset_timedout_connection, return 444), haproxy",
            "load generators that want to save ports",
            "a driver that cancels a query by dropping its connection",
            "ss -K, or another tool that destroys sockets",
        ],
        LookAlikes = [],
        SeparateBy = "the sender's kernel: TCP_STATE here, TCP_ABORT_ON_CLOSE for unread data",
        Weigh = static e => IsAbort(e) ? 0.6 : 0,
        Tell = static e => e.Kernel is { Answer: KernelAnswer.Sent } word
            ? KernelGround.IsDestroyed(word)
                ? $"Somebody destroyed the {Say.Of(e.Sender)}'s socket, as ss -K does."
                : $"The {Say.Of(e.Sender)} aborted the connection on purpose."
            : $"The {Say.Of(e.Sender)} aborted the connection; as far as this capture "
                + "shows, it had read and answered everything, so on purpose.",
        Fixes =
        [
            new("Look for SO_LINGER with time 0 in the {sender}'s code or configuration (nginx: "
                + "reset_timedout_connection, return 444)."),
            new("Somebody may have killed the socket by hand (ss -K) or a driver a query."),
        ],
    };

    // A port whose queue is full lets SYNs go unanswered, one that closes refuses them; and who
    // never accepted a connection never read from it.
    static bool PortIsClosing(ResetEvidence e)
    {
        if (e.Service is not ServiceCounts service) return false;
        Duration sinceAsked = e.Reset.Time - service.LastAsked;
        bool ignores = service.Unanswered > 0 && sinceAsked <= s_queueIsFull
            && sinceAsked >= ResetWatch.OnItsWay(e.Flow.RoundTrip);
        bool refuses = service.Refused > 0 && service.LastRefused >= e.Reset.Time;
        return ignores || e.SilentCompanions > 0 || (refuses && e.Companions > 0);
    }

    static bool IsAbort(ResetEvidence e)
        => e.Shape == ResetShape.Active && e.Flow.Has(FlowTraits.Completed) && !e.IsUnsolicited;

    static bool HadReceived(ResetEvidence e)
        => !e.ReceiverHalf.SawSyn
            || e.Reset.Acknowledgment.IsAfter(e.ReceiverHalf.InitialSequence + 1);

    // The receiver's last words were not answered, more of them was on its way, or the sender's
    // buffer was full of them.
    static bool HadDataToRead(ResetEvidence e)
        => e.ReceiverHalf.Has(HalfTraits.Data)
            && (!e.SenderHalf.Has(HalfTraits.Data)
                || e.ReceiverHalf.LastDataTime > e.SenderHalf.LastDataTime
                || e.ReceiverHalf.SendNext.IsAfter(e.Reset.Acknowledgment)
                || e.SenderHalf.Has(HalfTraits.ZeroWindow));
}
