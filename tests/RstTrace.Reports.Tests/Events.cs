using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Reports.Tests;

/// <summary>Resets as captured in the laboratory at the client's side, judged by hand: addresses,
/// times, frames and TTLs are those of the captures.</summary>
static class Events
{
    static readonly IpAddress s_client = IpAddress.FromIpv4(0x0A4D0102); // 10.77.1.2
    static readonly IpAddress s_server = IpAddress.FromIpv4(0x0A4D0202); // 10.77.2.2

    /// <summary>Scenario 01: nothing listens on the port.</summary>
    public static ResetEvent ClosedPort { get; } = new()
    {
        Frames = [Frame(3)],
        Time = At(1_795_221_354, 494_128_000),
        ClaimedSender = Side.Server,
        Flags = ControlBits.Reset | ControlBits.Ack,
        Shape = ResetShape.Refusal,
        SequenceFit = SequenceFit.Exact,
        Accepted = true,
        SinceTrigger = Microseconds(71),
        Trigger = Frame(2),
        Flow = Flow(38_304, packets: (1, 0), octets: (0, 0)) with
        {
            FirstFrame = Frame(2),
            Start = At(1_795_221_354, 494_057_000),
            Duration = Microseconds(71),
            HandshakeSeen = false,
        },
        Verdict = new Verdict
        {
            Sender = Party.Server,
            Stage = Stage.Handshake,
            Phase = "handshake.syn-refused",
            RadarStage = "post-syn",
            Cause = CauseOf("port-closed", "Nothing listens on the port"),
            Summary = "10.77.2.2 answered the SYN to port 20001 with a refusal: nothing listens.",
            Confidence = 0.95,
            Evidence =
            [
                new("shape", Party.Server, [Frame(3), Frame(2)],
                    "RST, ACK with sequence 0 that acknowledges the SYN, as a host without a "
                    + "listener answers it (RFC 9293 §3.10.7.1)."),
            ],
            Alternatives =
            [
                new(Party.ThirdParty, CauseOf("firewall-reject", "Rejected"), 0.3,
                    "whether OutRsts in /proc/net/snmp of the server grows with the refusals."),
            ],
            Fixes =
            [
                new("See on the server whether the service runs, and on which address.",
                    "ss -ltnp 'sport = :20001'"),
            ],
        },
    };

    /// <summary>Scenario 12: the server aborts after the exchange, with SO_LINGER 0.</summary>
    public static ResetEvent Abort { get; } = new()
    {
        Frames = [Frame(9)],
        Time = At(1_795_221_382, 183_688_000),
        ClaimedSender = Side.Server,
        Flags = ControlBits.Reset | ControlBits.Ack,
        Shape = ResetShape.Active,
        SequenceFit = SequenceFit.Exact,
        Accepted = true,
        Idle = Microseconds(31),
        Flow = Flow(54_774, packets: (4, 3), octets: (7, 119)) with
        {
            FirstFrame = Frame(2),
            Start = At(1_795_221_382, 183_479_000),
            Duration = Microseconds(209),
            RoundTrip = Microseconds(63),
        },
        Verdict = new Verdict
        {
            Sender = Party.Server,
            Stage = Stage.MidStream,
            Phase = "established.quiescent",
            RadarStage = "later",
            Cause = CauseOf("linger-zero-abort", "The application aborted on purpose"),
            Summary = "The server sent 119 octets, had them acknowledged and then aborted "
                + "instead of closing.",
            Confidence = 0.6,
            Evidence =
            [
                new("shape", Party.Server, [Frame(9)],
                    "RST, ACK at the server's next octet: a socket that gives up by itself."),
                new("ttl", Party.Server, [Frame(9), Frame(7)],
                    "TTL 63, as in the server's other 3 segments."),
                new("ip-id", Party.Server, [Frame(9), Frame(7)],
                    "IP ID 64384 follows 64383 of its last segment."),
            ],
            Alternatives =
            [
                new(null, CauseOf("close-unread-data", "Closed unread"), 0.4,
                    "the kernel's reason for the reset, from the server itself."),
            ],
            Fixes =
            [
                new("Search the server's code for SO_LINGER with a timeout of 0."),
                new("Have the server's kernel name the reason while it happens.",
                    "echo 1 > /sys/kernel/tracing/events/tcp/tcp_send_reset/enable"),
            ],
        },
    };

    /// <summary>Scenario 20: a request crossed the server's FIN.</summary>
    public static ResetEvent KeepAliveRace { get; } = new()
    {
        Frames = [Frame(13), Frame(15)],
        Time = At(1_795_221_398, 650_272_000),
        ClaimedSender = Side.Server,
        Flags = ControlBits.Reset,
        Shape = ResetShape.Reply,
        SequenceFit = SequenceFit.Exact,
        Accepted = true,
        Idle = new Duration(296_809_000),
        SinceTrigger = new Duration(150_729_000),
        Trigger = Frame(10),
        Flow = Flow(40_666, packets: (6, 4), octets: (20, 19)) with
        {
            FirstFrame = Frame(3),
            Start = At(1_795_221_398, 202_554_000),
            Duration = new Duration(447_718_000),
            RoundTrip = Microseconds(71),
            Protocol = "http",
        },
        Verdict = new Verdict
        {
            Sender = Party.Server,
            Stage = Stage.Closing,
            Phase = "closing.own-fin",
            RadarStage = "later",
            Cause = CauseOf("keepalive-race", "A request crossed the server's close of an idle connection"),
            Summary = "The client sent 10 octets on a connection that the server was closing.",
            Confidence = 0.95,
            Evidence =
            [
                new("order", Party.Server, [Frame(10), Frame(11), Frame(13)],
                    "The request acknowledges nothing of the server's FIN; the reset answers it."),
            ],
            Alternatives = [],
            Fixes =
            [
                new("Let the client drop idle connections before the server does, and retry "
                    + "requests that may be repeated."),
            ],
        },
    };

    /// <summary>Scenario 78: a box on the path forgot the connection.</summary>
    public static ResetEvent IdleBox { get; } = new()
    {
        Frames = [Frame(15)],
        Time = At(1_795_221_599, 374_393_000),
        ClaimedSender = Side.Server,
        Flags = ControlBits.Reset,
        Shape = ResetShape.Reply,
        SequenceFit = SequenceFit.Exact,
        Accepted = true,
        Idle = new Duration(35_016_123_000),
        SinceTrigger = Microseconds(57),
        Trigger = Frame(14),
        Flow = Flow(48_170, packets: (5, 3), octets: (15, 5)) with
        {
            FirstFrame = Frame(1),
            Start = At(1_795_221_564, 358_042_000),
            Duration = new Duration(35_016_351_000),
            RoundTrip = Microseconds(64),
        },
        Verdict = new Verdict
        {
            Sender = Party.ThirdParty,
            Stage = Stage.AfterIdle,
            Phase = "idle.first-packet",
            RadarStage = "later",
            Cause = CauseOf("idle-timeout", "A silence outlived a timeout on the path"),
            Summary = "The first segment after 35 s of silence drew a reset from a box that "
                + "had forgotten the connection.",
            Confidence = 0.91,
            Evidence =
            [
                new("ttl", Party.ThirdParty, [Frame(15), Frame(2), Frame(5), Frame(6)],
                    "TTL 64, where the server's other 3 segments had 63: it comes from nearer."),
                new("alive", Party.ThirdParty, [Frame(16)],
                    "The server itself closed in order 319 ms later: it never reset anything."),
                new("ip-id", Party.Server, [Frame(15)],
                    "IP ID 0, as Linux sends in replies without a socket."),
            ],
            Alternatives =
            [
                new(Party.Server, CauseOf("peer-lost-state", "Lost"), 0.15,
                    "a capture at the server: is the reset in it?"),
            ],
            Fixes =
            [
                new("Send something at least every 17 s while the connection is idle.",
                    "sysctl -w net.ipv4.tcp_keepalive_time=17"),
                new("Or raise the timeout of the box one hop away."),
            ],
        },
    };

    /// <summary>Scenario 40: a stray segment after both sides had closed.</summary>
    public static ResetEvent Assassination { get; } = new()
    {
        Frames = [Frame(11)],
        Time = At(1_795_221_450, 966_152_000),
        ClaimedSender = Side.Server,
        Flags = ControlBits.Reset,
        Shape = ResetShape.Reply,
        SequenceFit = SequenceFit.Exact,
        SinceTrigger = Microseconds(19),
        Trigger = Frame(10),
        Flow = Flow(41_140, packets: (5, 4), octets: (0, 6)) with
        {
            FirstFrame = Frame(2),
            Start = At(1_795_221_450, 461_750_000),
            Duration = new Duration(504_402_000),
        },
        Verdict = new Verdict
        {
            Sender = Party.Server,
            Stage = Stage.Closing,
            Phase = "closed.time-wait",
            RadarStage = "later",
            Cause = CauseOf("timewait-assassination", "A stray segment after the connection had ended"),
            Summary = "Both sides had closed; an old segment drew an ACK, and that a reset.",
            Confidence = 0.85,
            Evidence = [],
            Alternatives = [],
            Fixes = [new("Nothing: no application sees it.")],
        },
    };

    public static FrameId Frame(long number, int file = 0) => new(file, number);

    public static Timestamp At(long seconds, long nanoseconds)
        => new((seconds * 1_000_000_000) + nanoseconds);

    public static Duration Microseconds(long microseconds) => new(microseconds * 1_000);

    /// <summary>The same reset at another time, of another client, in another frame.</summary>
    public static ResetEvent Again(this ResetEvent reset, int times, Duration later)
    {
        FlowSummary flow = reset.Flow;
        Endpoint client = flow.Client with
        {
            Address = IpAddress.FromIpv4(0x0A4D0102 + (uint)times),
            Port = (ushort)(flow.Client.Port + times),
        };
        return reset with
        {
            Frames = [Frame(reset.Frames[0].Number + (20 * times))],
            Trigger = reset.Trigger.IsNone ? default : Frame(reset.Trigger.Number + (20 * times)),
            Time = reset.Time + later,
            Flow = flow with { Client = client, Start = flow.Start + later },
            Verdict = reset.Verdict with { Confidence = reset.Verdict.Confidence - 0.01 },
        };
    }

    /// <summary>The same reset by another server.</summary>
    public static ResetEvent AtServer(this ResetEvent reset, uint address, ushort port)
    {
        Endpoint server = reset.Flow.Server with
        {
            Address = IpAddress.FromIpv4(address),
            Port = port,
        };
        return reset with { Flow = reset.Flow with { Server = server } };
    }

    static FlowSummary Flow(
        ushort port, (long Client, long Server) packets, (long Client, long Server) octets) => new()
        {
            Client = new Endpoint(s_client, port, packets.Client, octets.Client),
            Server = new Endpoint(s_server, 20_001, packets.Server, octets.Server),
            IsIpv6 = false,
            Encapsulation = 0,
            ReturnEncapsulation = 0,
            FirstFrame = Frame(1),
            Start = default,
            Duration = default,
            HandshakeSeen = true,
            Stream = 0,
        };

    /// <summary>A cause as the catalogue would name it.</summary>
    public static Cause CauseOf(string id, string title)
        => Catalogue.Causes[0] with { Id = id, Title = title, Reference = "RFC 9293" };
}
