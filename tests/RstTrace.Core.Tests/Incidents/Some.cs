using System;
using System.Collections.Generic;
using System.Linq;
using RstTrace.Core.Flows;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Incidents;

/// <summary>Resets made by hand, and what they come to.</summary>
static class Some
{
    const long Begin = 1_795_221_354_000_000_000;

    /// <summary>A socket of a service dropped after three seconds of silence, mid-stream.</summary>
    /// <param name="at">When, in seconds.</param>
    /// <param name="client">Last octet of the client's address and offset of its port.</param>
    public static ResetEvent Drop(double at, int client = 1)
        => Reset("close-unread-data", at, client) with
        {
            Idle = Duration.FromSeconds(3),
        };

    /// <summary>A SYN refused.</summary>
    public static ResetEvent Refusal(double at, ushort port = 5_432, int host = 9)
        => Reset("port-closed", at, 1, port, host) with
        {
            Shape = ResetShape.Refusal,
        };

    /// <summary>A connection opened, and aborted by the client without a word.</summary>
    public static ResetEvent Check(double at, string cause = "connect-and-abort")
        => Reset(cause, at, 1) with
        {
            ClaimedSender = Side.Client,
        };

    /// <summary>Any reset, by a server of 10.0.0.x.</summary>
    public static ResetEvent Reset(
        string cause, double at, int client, ushort port = 5_432, int host = 9)
    {
        var time = new Timestamp(Begin + (long)Math.Round(at * 1e9));
        bool isRefused = cause is "port-closed";
        bool isClients = cause is "connect-and-abort" or "synack-abandoned";
        var flow = new FlowSummary
        {
            Client = new Endpoint(
                IpAddress.FromIpv4(0x0A000100 + (uint)client),
                (ushort)(40_000 + client), 3, isRefused || isClients ? 0 : 10),
            Server = new Endpoint(IpAddress.FromIpv4(0x0A000000 + (uint)host), port, 2, 0),
            IsIpv6 = false,
            Encapsulation = 0,
            ReturnEncapsulation = 0,
            FirstFrame = new FrameId(0, 1),
            Start = isRefused ? time : time + Duration.FromSeconds(-5 - (0.3 * client)),
            Duration = Duration.FromSeconds(5),
            HandshakeSeen = !isRefused,
            Stream = 0,
        };
        return new ResetEvent
        {
            Frames = [new FrameId(0, 1 + (long)Math.Round((at + 1_000) * 1_000_000))],
            Time = time,
            ClaimedSender = Side.Server,
            Flags = ControlBits.Reset,
            Shape = ResetShape.Active,
            SequenceFit = SequenceFit.Exact,
            Flow = flow,
            Verdict = new Verdict
            {
                Sender = isClients ? Party.Client : Party.Server,
                Stage = isRefused ? Stage.Handshake : Stage.MidStream,
                Phase = "established.quiescent",
                RadarStage = "later",
                Cause = Catalogue.Causes[0] with { Id = cause, Title = cause },
                Summary = "It was reset.",
                Confidence = 0.6,
                Evidence = [],
                Alternatives = [],
                Fixes = [],
            },
        };
    }

    /// <summary>The same by another cause.</summary>
    public static ResetEvent Because(this ResetEvent reset, string cause)
        => reset with
        {
            Verdict = reset.Verdict with { Cause = reset.Verdict.Cause with { Id = cause } },
        };

    /// <summary>Their incidents, worst first.</summary>
    public static List<Incident> Incidents(
        IEnumerable<ResetEvent> resets, ServiceFacts? facts = null)
    {
        var tracker = new IncidentTracker(new TraceCounters());
        foreach (ResetEvent reset in resets) tracker.Take(reset);
        return tracker.Finish((_, _) => facts);
    }

    /// <summary>The kinds of their incidents, worst first.</summary>
    public static IEnumerable<IncidentKind> Kinds(params IEnumerable<ResetEvent> resets)
        => Incidents(resets).Select(incident => incident.Kind);
}
