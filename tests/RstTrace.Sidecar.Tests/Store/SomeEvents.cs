using System.Collections.Generic;
using System.IO;
using System.Linq;
using RstTrace.Core;
using RstTrace.Core.Flows;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Reports;

namespace RstTrace.Sidecar.Tests.Store;

/// <summary>Resets made by hand, as the engine would hand them over.</summary>
static class SomeEvents
{
    /// <summary>2026-11-21 00:35:54 UTC.</summary>
    public const long Begin = 1_795_221_354_000_000_000;

    /// <summary>Writes the lines as the service does.</summary>
    public static NdjsonReport Report(Stream stream)
    {
        var report = new NdjsonReport(
            stream,
            new Vantage
            {
                Interface = "eth0",
                IsLocal = static _ => false,
                Drops = static () => 0,
            });
        report.Open(["-"]);
        return report;
    }

    /// <summary>The line of an event, without its end.</summary>
    public static byte[] Line(ResetEvent reset)
    {
        using var stream = new MemoryStream();
        using NdjsonReport report = Report(stream);
        report.Take(reset);
        return stream.ToArray()[..^1];
    }

    /// <summary>A reset by a server of 10.0.0.x, different for each number.</summary>
    /// <param name="number">Milliseconds after <see cref="Begin"/>.</param>
    /// <param name="cause">Its cause.</param>
    /// <param name="server">The last octet of the server's address.</param>
    /// <param name="begin">When number 0 is.</param>
    public static ResetEvent Reset(
        int number, string cause = "port-closed", int server = 9, long begin = Begin)
    {
        var time = new Timestamp(begin + (number * 1_000_000L));
        return new ResetEvent
        {
            Frames = [new FrameId(0, 1 + number)],
            Time = time,
            ClaimedSender = Side.Server,
            Flags = ControlBits.Reset | ControlBits.Ack,
            Shape = ResetShape.Refusal,
            SequenceFit = SequenceFit.Exact,
            Idle = Duration.FromSeconds(3),
            Flow = new FlowSummary
            {
                Client = new Endpoint(
                    IpAddress.FromIpv4(0x0A000101 + (uint)(number % 5)),
                    (ushort)(10_000 + (number % 50_000)), 3, 10),
                Server = new Endpoint(
                    IpAddress.FromIpv4(0x0A000000 + (uint)server), 5_432, 2, 0),
                IsIpv6 = false,
                Encapsulation = 0,
                ReturnEncapsulation = 0,
                FirstFrame = new FrameId(0, 1),
                Start = time + Duration.FromSeconds(-5),
                Duration = Duration.FromSeconds(5),
                HandshakeSeen = true,
                Stream = number,
                TlsServerName = "shop.example.org",
            },
            Verdict = new Verdict
            {
                Sender = Party.Server,
                Stage = Stage.Handshake,
                Phase = "established.quiescent",
                RadarStage = "later",
                Cause = Catalogue.Causes[0] with { Id = cause, Title = cause },
                Summary = "Nothing listens on 10.0.0.9:5432.",
                Confidence = 0.97,
                Evidence = [],
                Alternatives = [],
                Fixes = [],
            },
        };
    }

    /// <summary>The incidents of some resets.</summary>
    public static List<Incident> Incidents(params IEnumerable<ResetEvent> resets)
    {
        var tracker = new IncidentTracker(new TraceCounters());
        foreach (ResetEvent reset in resets.OrderBy(reset => reset.Time)) tracker.Take(reset);
        return tracker.Finish(static (_, _) => null);
    }
}
