using System.Collections.Generic;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Host.Tests.Logs;

/// <summary>Resets as the engine would tell them.</summary>
static class Resets
{
    /// <summary>When the first is.</summary>
    public static Timestamp Noon { get; } = FormatTests.At("2026-11-21 12:00:00.25");

    /// <summary>One that the server of a port sent, some seconds into the connection.</summary>
    /// <param name="seconds">After <see cref="Noon"/>.</param>
    /// <param name="port">The client's.</param>
    /// <param name="client">The last octet of its address, 192.0.2.0/24.</param>
    /// <param name="service">The server's port; its address is 192.0.2.200.</param>
    /// <param name="cause">Why.</param>
    /// <param name="length">Seconds that the connection lasted.</param>
    public static ResetEvent At(
        double seconds,
        ushort port = 4711,
        byte client = 7,
        ushort service = 22,
        string cause = "close-unread-data",
        double length = 5)
    {
        Timestamp time = Noon + Duration.FromSeconds(seconds);
        return new ResetEvent
        {
            Frames = [new FrameId(0, 9)],
            Time = time,
            ClaimedSender = Side.Server,
            Flags = ControlBits.Reset | ControlBits.Ack,
            Shape = ResetShape.Active,
            SequenceFit = SequenceFit.Exact,
            Flow = new FlowSummary
            {
                Client = new Endpoint(Address(client), port, 3, 20),
                Server = new Endpoint(Address(200), service, 2, 0),
                IsIpv6 = false,
                Encapsulation = 0,
                ReturnEncapsulation = 0,
                FirstFrame = new FrameId(0, 1),
                Start = time + Duration.FromSeconds(-length),
                Duration = Duration.FromSeconds(length),
                HandshakeSeen = true,
                Stream = 0,
            },
            Verdict = new Verdict
            {
                Sender = Party.Server,
                Stage = Stage.MidStream,
                Phase = "established.quiescent",
                RadarStage = "later",
                Cause = Catalogue.Find(cause)!,
                Summary = "The server closed.",
                Confidence = 0.6,
                Evidence = [new("ttl", Party.Server, [new FrameId(0, 9)], "TTL 64")],
                Alternatives =
                    [new(null, Catalogue.Find("linger-zero-abort")!, 0.36, "the kernel")],
                Fixes = [],
            },
        };
    }

    /// <summary>The texts of the lines that a reset has.</summary>
    public static IReadOnlyList<string> Texts(ResetEvent reset)
    {
        var texts = new List<string>();
        foreach (LogEvidence line in reset.LogLines) texts.Add(line.Text);
        return texts;
    }

    static IpAddress Address(byte last) => IpAddress.FromIpv4(0xC000_0200u | last);
}
