using RstTrace.Core.Application;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Resets.Causes;

/// <summary>Resets that what was said explains.</summary>
static class Conversation
{
    // Longer, it is an answer rather than a greeting.
    const int LongestGreeting = 512;

    public static CauseEntry FatalAlert { get; } = new()
    {
        Id = "tls-alert-abort",
        Title = "TLS failed, and said so before the reset",
        Reference = "RFC 8446 §6.2",
        Meaning = "One side found the TLS handshake, or a record, unacceptable. It sent a fatal "
            + "alert and closed at once; what the other side had still sent was unread, so the "
            + "system reset the connection.",
        Predicate = "The last payload of one side is a TLS alert of level fatal, and a reset, "
            + "mostly of the same side, follows at once.",
        Culprits =
        [
            "a certificate that expired, has the wrong name, or is not trusted",
            "no version or cipher in common",
            "a client certificate that is asked for and missing",
            "a server name (SNI) that the server does not know",
        ],
        LookAlikes =
        [
            new("close-unread-data", "the last payload before the reset: an alert is the reason, "
                + "the data unread behind it only made it a reset"),
        ],
        SeparateBy = "the alert's number",
        Weigh = static e => !IsAbortive(e) ? 0
            : e.SenderHalf.Hint.IsFatalAlert && IsSoonAfter(e, e.SenderHalf) ? 0.94
            : e.ReceiverHalf.Hint.IsFatalAlert && IsSoonAfter(e, e.ReceiverHalf) ? 0.68
            : 0,
        Tell = static e => (e.SenderHalf.Hint.IsFatalAlert
            ? $"The {Say.Of(e.Sender)} gave TLS up with {AlertOf(e.SenderHalf)}, and closed"
            : $"The {Say.Of(e.Receiver)} gave TLS up with {AlertOf(e.ReceiverHalf)}, and the "
                + $"{Say.Of(e.Sender)} dropped the connection") + $"{Asked(e)}.",
        Fixes =
        [
            new("See the handshake fail, with certificates and versions.",
                "openssl s_client -connect {server.address}:{server.port} -servername NAME -trace"),
            new("unknown_ca, bad_certificate, certificate_expired: who sent the alert does not "
                + "accept the other side's certificate."),
            new("handshake_failure, protocol_version: they have no cipher, or no version, in "
                + "common."),
        ],
    };

    public static CauseEntry Mismatch { get; } = new()
    {
        Id = "protocol-mismatch",
        Title = "The two sides speak different protocols",
        Reference = "RFC 9293 §3.6.1",
        Meaning = "The client spoke one protocol to a port where another is spoken: plain HTTP to "
            + "a TLS port, TLS to a plain one, or a PROXY header to a server that expects none. "
            + "The server could make nothing of it and closed.",
        Predicate = "The first octets of the two sides, or those of the client and what the port "
            + "usually carries, are of different protocols.",
        Culprits =
        [
            "http:// where https:// is meant, or the other way round",
            "a load balancer that sends a PROXY header, or does not",
            "two services that changed ports",
        ],
        LookAlikes =
        [
            new("close-unread-data", "the first octets of both sides: of different protocols, they "
                + "are the reason that the data was left unread"),
        ],
        SeparateBy = "the first octets of both sides",
        Weigh = static e => e.Sender == Side.Server && IsAbortive(e) && e.Mismatch is not null
            ? e.Flow.Server.Has(HalfTraits.Data) ? 0.88 : 0.64
            : 0,
        Tell = static e => e.Mismatch!,
        Fixes =
        [
            new("Which protocol does the port speak?",
                "openssl s_client -connect {server.address}:{server.port} </dev/null"),
            new("Correct the client's scheme or port; behind a load balancer, compare its PROXY "
                + "protocol setting with the server's."),
        ],
    };

    public static CauseEntry GreetingThenDrop { get; } = new()
    {
        Id = "greeting-then-drop",
        Title = "The server says in words why it does not serve, and drops",
        Reference = "RFC 9293 §3.6.1",
        Meaning = "Instead of serving, the server sent a line of text and closed. What the client "
            + "had sent was unread, so the close became a reset; many clients never show the "
            + "text.",
        Predicate = "A RST,ACK of a server whose whole part of the conversation is a short text, "
            + "within a second of it.",
        Culprits =
        [
            "sshd past MaxStartups",
            "MySQL or PostgreSQL with too many connections, or a host that is not allowed",
            "SMTP with 421 or 554, Redis past maxclients",
        ],
        LookAlikes =
        [
            new("close-unread-data", "the text that the server sent: it says why"),
            new("linger-zero-abort", "the text that the server sent: it says why"),
        ],
        SeparateBy = "the text that the server sent",
        Weigh = static e => e.Sender != Side.Server || e.Shape != ResetShape.Active
            || !IsShort(e) || !IsSoonAfter(e, e.SenderHalf) ? 0
            : e.ServerOpening.Declines ? 0.9
            : e.ServerOpening is { Text: not null, Protocol: ApplicationProtocol.Unknown }
                && SpokeFirst(e) ? 0.66
            : 0,
        Tell = static e => $"{e.NameOf(Side.Server)} said "
            + $"\"{e.ServerOpening.Text ?? e.ServerOpening.Description}\" and dropped the "
            + "connection.",
        Fixes =
        [
            new("Do what the text says: raise the limit, allow the client, or come later."),
            new("Is the limit reached because connections pile up?",
                "ss -tn state established '( sport = :{server.port} )' | wc -l"),
        ],
    };

    public static CauseEntry EarlyResponse { get; } = new()
    {
        Id = "early-response-abort",
        Title = "The server answered and closed before it had read the request",
        Reference = "RFC 9112 §9.6, RFC 9293 §3.6.1",
        Meaning = "The server answered while the client was still sending, usually with an error, "
            + "and closed. The rest of the request met a closed socket, and the reset may reach "
            + "the client before it has read the answer.",
        Predicate = "A reset of a server that had answered, while new data of the client was still "
            + "coming: the answer has an HTTP status of 300 or more, or the request's body is not "
            + "whole.",
        Culprits =
        [
            "a 413 or 401 in answer to an upload that is not read to its end",
            "nginx with lingering_close off",
            "a redirect in answer to a POST",
        ],
        LookAlikes =
        [
            new("close-unread-data", "the server's answer: sent before the request was whole, it "
                + "was given early on purpose"),
        ],
        SeparateBy = "the status that the server answered, and how much of the body it had read",
        Weigh = static e => e.Sender != Side.Server || !IsAbortive(e)
            || !e.Flow.Server.Has(HalfTraits.Data) || !IsStillAsking(e)
            || (e.SenderHalf.SawFin && !ClosedWithAnswer(e)) ? 0
            : StatusOf(e) >= 300 ? 0.88
            : e.ClientOpening.ContentLength > e.Flow.Client.Octets ? 0.75
            : 0,
        Tell = static e => $"{e.NameOf(Side.Server)} answered"
            + (StatusOf(e) > 0 ? $" with HTTP {StatusOf(e)}" : "")
            + " and closed while the client was still sending its request.",
        Fixes =
        [
            new("On the server: read the rest of the request before closing (nginx: "
                + "lingering_close on)."),
            new("In the client: send large bodies with \"Expect: 100-continue\", and read the "
                + "answer even when writing fails."),
        ],
    };

    static bool IsAbortive(ResetEvidence e)
        => e.Flow.Has(FlowTraits.Completed) && !e.IsUnsolicited
            && e.Shape is ResetShape.Active or ResetShape.Reply;

    static bool IsSoonAfter(ResetEvidence e, HalfPicture half)
        => e.Reset.Time - half.LastDataTime <= Soon.Closed(e.RoundTrip);

    static bool IsShort(ResetEvidence e)
        => e.Flow.Server.Has(HalfTraits.Data) && e.Flow.Server.Octets <= LongestGreeting;

    // Text after the client's data is an answer.
    static bool SpokeFirst(ResetEvidence e)
        => e.Flow.Has(FlowTraits.ServerSpokeFirst) && e.Flow.HandshakeSeen;

    // Data that came after the answer had begun, or was not acknowledged with it.
    static bool IsStillAsking(ResetEvidence e)
        => e.Flow.Client.Has(HalfTraits.Data)
            && (e.Flow.Client.LastDataTime >= e.Flow.Server.LastDataTime
                || e.Flow.Client.Outstanding > 0
                || e.ClientOpening.ContentLength > e.Flow.Client.Octets);

    // Answer, FIN and reset in one go.
    static bool ClosedWithAnswer(ResetEvidence e)
        => e.SenderHalf.FinTime - e.Flow.Server.LastDataTime <= Soon.Closed(Duration.Zero)
            && StatusOf(e) >= 300;

    static int StatusOf(ResetEvidence e)
        => e.Flow.Server.Hint.HttpStatus > 0
            ? e.Flow.Server.Hint.HttpStatus
            : e.ServerOpening.HttpStatus ?? 0;

    static string AlertOf(HalfPicture half)
        => half.Hint.Alert!.Value.Description;

    static string Asked(ResetEvidence e)
        => e.ClientOpening.TlsServerName is { } name
            ? $"; the client had asked for {name}"
            : "";
}
